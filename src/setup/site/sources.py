"""Lays the book's pages out for Sphinx, as they lie in the repository: sources.py ROOT STAGE PLAN

PLAN is JSON: {"notebooks": [file...], "cards": {notebook: [sentence, figure]}, "sections": [[heading, [[file, title?]...]]...],
"reference": folder}. Notebooks may lie anywhere; the other files are paths from ROOT; without a title they have their own.
Writes the start page, and a page of the names of the reference, if it is there. What pages link to, and is no page, is laid
beside.
"""

import glob
import json
import os
import re
import shutil
import sys

LINK = re.compile(r"\[((?:[^][]|\[[^][]*\])*)\]\(([^)\s#]+)(#[^)\s]*)?\)")
CARD = """```{{grid-item-card}} {title}
:img-top: {picture}
:img-alt: {alt}
:link: {page}
:link-type: doc
{text}
```"""

START = """# PSQE in TypeScript

Which entity of one knowledge graph is which of another? Found out without a labelled pair: by pseudo-seeds that are precise
and evenly spread. These pages show how, and why it works; figures answer the mouse, formulas and search need no network.

![Right partner ranked first, by the seeds that the aligner was trained on](figures/alignment.png)

## The notebooks

````{{grid}} 1 2 2 3
:gutter: 3

{cards}
````

{hidden}
## To read
"""

REFERENCE = """# The reference

What the package exports, by the path it is imported from; options with their defaults stand with their types.
<a href="reference/index.html">It opens here</a>, with a search of its own.
"""


def plain(text):
    return re.sub(r"[*`]", "", LINK.sub(r"\1", text))


def words(source):
    """Title and first sentence of a Markdown text."""
    lines = source.strip().split("\n")
    prose = " ".join(lines[1:]).strip()
    return lines[0].lstrip("# "), re.split(r"(?<=[.?!])\s", prose)[0]


class Stage:
    def __init__(self, root, folder):
        self.root, self.folder, self.pages = root, folder, set()

    def copy(self, file, name):
        target = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copyfile(file, target)

    def write(self, name, content):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as out:
            out.write(content)

    def linked(self, markdown, page):
        """Lays beside what a page links to; a link to a folder, or to a text that is no page here, becomes plain words."""

        def each(match):
            name = os.path.normpath(os.path.join(os.path.dirname(page), match[2]))
            file = os.path.join(self.root, name)
            text = name.endswith((".md", ".ipynb"))
            if os.path.isdir(file) or (text and os.path.isfile(file) and name not in self.pages):
                return match[1]
            if os.path.isfile(file) and not text:
                self.copy(file, name)
            return match[0]

        return LINK.sub(each, markdown)

    def page(self, file, name):
        """Lays one page out and gives (page, title, first sentence)."""
        with open(file, encoding="utf-8") as source:
            content = source.read()
        self.copy(file, name)
        if name.endswith(".ipynb"):
            cells = [cell for cell in json.loads(content)["cells"] if cell["cell_type"] == "markdown"]
            for cell in cells:
                self.linked("".join(cell["source"]), name)
            content = "".join(cells[0]["source"])
        else:
            self.write(name, self.linked(content, name))
        return [os.path.splitext(name)[0], *words(content)]

    def card(self, page, title, text, figure="*"):
        name = os.path.basename(page)
        pictures = sorted(glob.glob(os.path.join(glob.escape(self.root), "figures", name, f"{figure}.png")))
        picture = pictures[0] if pictures else os.path.join(self.root, "figures", "alignment.png")
        shown = os.path.relpath(picture, self.root).replace(os.sep, "/")
        self.copy(picture, shown)
        return CARD.format(title=title, picture=shown, alt=f"A figure of {name}", page=page, text=plain(text))

    def start_page(self, notebooks, said, sections):
        """The page of index.html: one picture, a card a notebook, the other pages by their titles."""
        self.copy(os.path.join(self.root, "figures", "alignment.png"), "figures/alignment.png")
        shown = [(page, title, *said.get(os.path.basename(page), [text])) for page, title, text in notebooks]
        cards = "\n".join(self.card(*each) for each in shown)
        hidden = toctree("Notebooks", [page for page, *_ in notebooks], hidden=True)
        lists = [toctree(heading, pages) for heading, pages in sections]
        self.write("index.md", "\n".join([START.format(cards=cards, hidden=hidden), *lists]))

    def reference(self, folder):
        """A page of the names that the reference explains, so that the search knows them."""
        modules = {}
        for page in sorted(glob.glob(os.path.join(glob.escape(folder), "*", "psqe*.*.html"))):
            kind, file = page.split(os.sep)[-2:]
            module, name, _ = file.rsplit(".", 2)
            link = f'<a href="reference/{kind}/{file}">{name}</a>'
            modules.setdefault(module, [f'<a href="reference/modules/{module}.html">All of it, in words</a>']).append(link)
        lists = [f"## {module.replace('_', '/')}\n\n{' · '.join(links)}\n" for module, links in modules.items()]
        self.write("reference.md", "\n".join([REFERENCE, *lists]))


def toctree(heading, entries, hidden=False):
    return "\n".join(["```{toctree}", f":caption: {heading}", ":maxdepth: 1", *[":hidden:"] * hidden, "", *entries, "```", ""])


def entry(page, title=None):
    name = os.path.splitext(page)[0]
    return f"{title} <{name}>" if title else name


def main(root, folder, plan):
    stage = Stage(root, folder)
    named = {f"notebooks/{os.path.basename(file)}": file for file in plan["notebooks"]}
    texts = [name for _, files in plan["sections"] for name, *_ in files]
    stage.pages.update(named, texts)
    notebooks = [stage.page(file, name) for name, file in named.items()]
    for name in texts:
        stage.page(os.path.join(root, name), name)
    sections = [(heading, [entry(*file) for file in files]) for heading, files in plan["sections"]]
    if os.path.isdir(plan["reference"]):
        stage.reference(plan["reference"])
        sections.append(("Reference", ["reference"]))
    stage.start_page(notebooks, plan["cards"], sections)


if __name__ == "__main__":
    main(*sys.argv[1:3], json.loads(sys.argv[3]))
