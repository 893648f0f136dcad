"""Pickles {id: numpy vector} as Python writes them, base64 by name, and harmless ones that name other functions.

Once with each numpy of requirements.txt: python make.py; each run replaces its own entries of figures.json.
"""

import base64
import json
import pickle
from pathlib import Path

import numpy as np

here = Path(__file__).parent
major = np.__version__.split(".")[0]
made = {}


def add(name, value, protocol):
    made[f"numpy {major}: {name}, protocol {protocol}"] = base64.b64encode(pickle.dumps(value, protocol)).decode()


def vectors(dtype):
    rows = {7: [1, -2.5, 0.1], 1000: [0, 0, 0], 70000: [3, 4, 65504]}
    return {i: np.array(row, dtype) for i, row in rows.items()}


class Calls:
    def __init__(self, *what):
        self.what = what

    def __reduce__(self):
        return self.what


for protocol in range(6):
    add("vectors", vectors("<f4"), protocol)
    # Read-only, in steps, columns first: further ways that numpy has of writing a vector.
    frozen = np.arange(3, dtype="f4")
    frozen.setflags(write=False)
    add("views", {1: np.arange(6, dtype="f4")[::2], 2: frozen, 3: np.asfortranarray(np.ones((1, 3), "f4"))}, protocol)
    texts = {"http://example.org/Z\u00fcrich\\n\n": np.ones(2, "f4"), "\u6771\u4eac \U0001d538": np.full((1, 2), -1, "f4")}
    add("texts", texts, protocol)
    add("numpy ids", {np.int64(-3): np.ones(2, "f4"), np.uint8(250): np.full(2, 2, "f4"), 2**40: np.full(2, 3, "f4")}, protocol)
    add("refused: print", Calls(print, ("hello",)), protocol)
    add("refused: objects", {1: np.array(["a", {}], object)}, protocol)
    add("refused: matrices", {1: np.ones((2, 2), "f4")}, protocol)
    add("refused: whole numbers", {1: np.ones(2, "i4")}, protocol)
    add("refused: no dict", [np.ones(2, "f4")], protocol)
for dtype in ("<f2", "<f8", ">f4", ">f8"):
    add(f"vectors {dtype}", vectors(dtype), 4)

file = here / "figures.json"
figures = json.loads(file.read_text()) if file.exists() else {}
figures = {name: text for name, text in figures.items() if not name.startswith(f"numpy {major}:")} | made
file.write_text(json.dumps(dict(sorted(figures.items())), indent=0) + "\n")
