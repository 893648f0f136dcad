"""Turns executed notebooks into pages: book.py FOLDER NOTEBOOK...

Prints one JSON object a line, {"file", "title", "text"}: what the index says of the page. Plotly figures become scripts on
plotly.js, which the caller puts beside the pages, as it does with MathJax; links between notebooks lead to pages.
"""

import html
import json
import os
import re
import sys

import nbformat
from nbconvert import HTMLExporter

PLOTLY = "application/vnd.plotly.v1+json"
MATHJAX = "mathjax/MathJax.js?config=TeX-AMS_SVG-full,Safe"

folder, *files = sys.argv[1:]
exporter = HTMLExporter(mathjax_url=MATHJAX, require_js_url="", jquery_url="", mermaid_js_url="")


# nbconvert has the dark theme as a sheet of variables; figures on white paper exchange light and dark, hues stay.
sheets = (os.path.join(folder, "static", "theme-dark.css") for folder in exporter.template_paths)
with open(next(filter(os.path.exists, sheets)), encoding="utf-8") as sheet:
    DARK = f"""<style>:root {{ color-scheme: light dark }}
@media (prefers-color-scheme: dark) {{ {sheet.read()}
.js-plotly-plot {{ filter: invert(0.933) hue-rotate(180deg) }} }}</style>"""


def alive(bundle, name):
    figure = bundle[PLOTLY]
    # "<" inside a script could end it.
    data, layout = (json.dumps(figure.get(part, {})).replace("<", "\\u003c") for part in ("data", "layout"))
    return f'<div id="{name}"></div><script>Plotly.newPlot("{name}", {data}, {layout}, {{"responsive": true}})</script>'


# Code that only sets up or writes prose (tags of the cells) is folded, as JupyterLab folds it.
FOLDED = """<style>.folded > summary { color: var(--jp-ui-font-color2); cursor: pointer; font: 12px system-ui, sans-serif }</style>
<script>for (const input of document.querySelectorAll(":is(.celltag_setup, .celltag_prose) > .jp-Cell-inputWrapper")) {
  const fold = document.createElement("details"), summary = document.createElement("summary");
  fold.className = "folded"; summary.textContent = "code"; input.replaceWith(fold); fold.append(summary, input);
}</script>"""


def page(notebook):
    figures = 0
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = re.sub(r"(\]\([\w./-]*)\.ipynb\)", r"\1.html)", cell.source)
        for output in cell.get("outputs", []):
            if PLOTLY in output.get("data", {}):
                output.data = {"text/html": alive(output.data, f"figure-{figures}")}
                figures += 1
    body, _ = exporter.from_notebook_node(notebook)
    # nbconvert's page cuts long lines of code off.
    scroll = "<style>.jp-InputArea-editor { overflow-x: auto !important }</style>"
    page_head = f'<head><script src="plotly.min.js"></script>{scroll}'
    body = body.replace("<head>", page_head, 1).replace("</head>", f"{DARK}</head>", 1)
    return body.replace("</body>", f"{FOLDED}</body>", 1)


for file in files:
    notebook = nbformat.read(file, as_version=4)
    lines = next(cell.source for cell in notebook.cells if cell.cell_type == "markdown").split("\n")
    title = lines[0].lstrip("# ")
    text = re.split(r"(?<=[.?!])\s", " ".join(lines[1:]).strip())[0]
    name = os.path.splitext(os.path.basename(file))[0] + ".html"
    body = re.sub(r"<title>.*?</title>", f"<title>{html.escape(title)}</title>", page(notebook), count=1)
    with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
        out.write(body)
    print(json.dumps({"file": name, "title": title, "text": text}))
