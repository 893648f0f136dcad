#!/usr/bin/env bash
# Attributes of entities are numbers: coordinates, amounts, and keys that a data frame has made into floats. Graphs of them are written with
# rdflib and read elsewhere.
# The guess: what is written is what was held, in every format, since a literal has a text of its own and doubles have shortest texts.
#   rdflib 7.6.0       N-Triples, RDF/XML and JSON-LD: as guessed. Turtle, TriG, N3 and "longturtle" write an xsd:double with seven digits:
#                      48.8583701 becomes 4.885837e+01, 123456789.25 becomes 1.234568e+08, and the keys 1234567890.0 and 1234567891.0 become
#                      one value. Nothing is raised or logged. xsd:decimal and xsd:float keep all digits.
#   pyoxigraph 0.5.9   Turtle from the same N-Triples keeps all digits.
# Where exact values matter, write N-Triples with rdflib, or decimals (docs/data.md).
# Exits 0 when this is so, 1 when it has changed.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
cd "$here"
python3 -m venv python > /dev/null
python/bin/pip install --quiet --disable-pip-version-check rdflib==7.6.0 pyoxigraph==0.5.9
cat > doubles.py <<'PY'
import io
import sys
from decimal import Decimal

import pyoxigraph
from rdflib import XSD, Dataset, Graph, Literal, URIRef

values = [48.8583701, 123456789.25, 1234567890.0, 1234567891.0]
numbers = {"double": Literal, "decimal": lambda v: Literal(Decimal(repr(v))), "float": lambda v: Literal(repr(v), datatype=XSD.float)}


def back(kind, form):
    graph = Dataset() if form == "trig" else Graph()
    for i, value in enumerate(values):
        graph.add((URIRef(f"urn:e:{i}"), URIRef("urn:p:value"), numbers[kind](value)))
    text = graph.serialize(format=form)
    read = Dataset() if form == "trig" else Graph()
    read.parse(data=text, format="turtle" if form == "longturtle" else form)
    found = {str(s): float(o) for s, _, o, *_ in (read.quads() if form == "trig" else read)}
    return [found[f"urn:e:{i}"] for i in range(len(values))]


forms = ["nt", "xml", "json-ld", "turtle", "trig", "n3", "longturtle"]
exact = {kind: [form for form in forms if back(kind, form) == values] for kind in numbers}
lost = {tuple(back("double", form)) for form in forms if form not in exact["double"]}
graph = Graph()
for i, value in enumerate(values):
    graph.add((URIRef(f"urn:e:{i}"), URIRef("urn:p:value"), Literal(value)))
triples = pyoxigraph.parse(io.BytesIO(graph.serialize(format="nt").encode()), pyoxigraph.RdfFormat.N_TRIPLES)
other = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.TURTLE).decode()
kept = [str(Literal(v)) in other for v in values]
seen = [
    f"rdflib, doubles kept by: {', '.join(exact['double'])}",
    f"decimals and floats kept by all: {exact['decimal'] == forms and exact['float'] == forms}",
    f"the others give: {sorted(lost)}",
    f"pyoxigraph's Turtle: {kept}",
]
print("\n".join(seen))
wanted = [
    "rdflib, doubles kept by: nt, xml, json-ld",
    "decimals and floats kept by all: True",
    "the others give: [(48.85837, 123456800.0, 1234568000.0, 1234568000.0)]",
    "pyoxigraph's Turtle: [True, True, True, True]",
]
sys.exit(seen != wanted)
PY
python/bin/python doubles.py
