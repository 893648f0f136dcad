"""What a notebook is to the book: figures alive, folded cells folded. The files themselves stay as they are, for downloads."""

import json
import re

PLOTLY = "application/vnd.plotly.v1+json"
FOLDED = {"setup", "prose", "result"}  # cells that only set up or write prose, and the first result, taken apart below it; JupyterLab folds them by its own metadata
SCRIPT = '<script src="../_static/plotly.min.js"></script>'


def alive(figure, name):
    """The figure as a script; it shrinks with the page, as far as it stays readable, and scrolls from there."""
    layout = dict(figure.get("layout", {}))
    width, height = layout.pop("width", 700), layout.get("height", 450)
    # "<" inside a script could end it.
    data, shown = (json.dumps(part).replace("<", "\\u003c") for part in (figure.get("data", []), layout))
    size = f"max-width: {width}px; min-width: {min(width, 640)}px; height: {height}px"
    return (
        f'<div class="plot" id="{name}" style="{size}"></div>'
        f'<script>Plotly.newPlot("{name}", {data}, {shown}, {{"responsive": true}})</script>'
    )


def harmless(markdown):
    """Prose that a cell wrote may hold names from data: they become neither tags nor directives."""
    text = re.sub(r"<(?=[A-Za-z/!?])", "&lt;", markdown)
    return re.sub(r"(?m)^(\W*?(?:`{3,}|~{3,})\s*)\{", r"\1text {", text)


def text(value):
    return value if isinstance(value, str) else "".join(value)


def prepared(source):
    """The notebook (JSON) as MyST-NB shall read it."""
    notebook = json.loads(source)
    figures = 0
    for cell in notebook["cells"]:
        tags = cell["metadata"].get("tags", [])
        if FOLDED & set(tags):
            cell["metadata"]["tags"] = [*tags, "hide-input"]
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if PLOTLY in data:
                figure = alive(data[PLOTLY], f"figure-{figures}")
                output["data"] = {"text/html": figure if figures else SCRIPT + figure}
                figures += 1
            elif "text/markdown" in data:
                data["text/markdown"] = harmless(text(data["text/markdown"]))
    return json.dumps(notebook)
