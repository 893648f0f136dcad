"""How Sphinx makes the book of the pages that `sources.py` laid out.

Why Sphinx with MyST-NB and the sphinx-book-theme: it reads executed notebooks and our Markdown as they are, gives contents,
search, previous/next, a dark switch and downloads, and its pages are plain files whose scripts run from file:// without a
network. Looked at besides: VitePress (module scripts: nothing runs from file://), mkdocs-material (maintenance only since its
authors moved on) and its successor zensical (reads no notebooks: the rendering would be ours). Sphinx 9.0 is the last for
Python 3.11.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(__file__))

import kaleido  # noqa: E402
import plotly  # noqa: E402
from notebook import prepared  # noqa: E402

project = html_title = "PSQE in TypeScript"
extensions = ["myst_nb", "sphinx_design"]
# Pygments takes the slash of "a! / b" for the start of a regular expression, says so, and colours the rest all the same.
suppress_warnings = ["misc.highlighting_failure"]

html_theme = "sphinx_book_theme"
# The renderers lie in the Python environment already: the folder that holds mathjax/, and plotly.min.js.
html_static_path = [
    "book.css",
    os.path.join(kaleido.__path__[0], "executable", "etc"),
    os.path.join(plotly.__path__[0], "package_data", "plotly.min.js"),
]
html_css_files = ["book.css"]
html_context = {"default_mode": "auto"}
html_show_search_summary = False  # would be fetched, which file:// does not allow
html_show_sphinx = html_show_copyright = False
html_theme_options = {
    "show_navbar_depth": 1,
    "use_download_button": True,
    "use_fullscreen_button": False,
    "navbar_persistent": [],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}

myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 4
nb_execution_mode = "off"
nb_render_markdown_format = "myst"
nb_code_prompt_show = "code"
nb_code_prompt_hide = "code"

# kaleido's MathJax 2: one more copy of it would be another 9 MB. Formulas only where Markdown says so, never in labels.
myst_update_mathjax = False
mathjax_path = "mathjax/MathJax.js"
mathjax_options = {"defer": "defer"}
mathjax2_config = {
    "config": ["TeX-AMS_SVG-full.js", "Safe.js"],
    "messageStyle": "none",
    "tex2jax": {"ignoreClass": "bd-container", "processClass": "math"},
}


def source_read(app, name, source):
    if app.env.doc2path(name).suffix == ".ipynb":
        source[0] = prepared(source[0])


def setup(app):
    app.connect("source-read", source_read)
