"""What a book must be to work from a folder without a network: links.py FOLDER

Every relative link of every page leads to a file, and to a place in it; pages load nothing from elsewhere and are not too
large; the search has words. Prints what is not so, one thing a line, and then fails.
"""

import os
import sys
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

LARGEST = 6e6  # bytes of a page
DRAWN = "hierarchy.html"  # TypeDoc's script draws what is in it
LOADS = {"script", "img", "iframe", "source", "video", "audio", "embed"}


class Page(HTMLParser):
    """The anchors of a page, its links, and what it loads."""

    def __init__(self, file):
        super().__init__()
        self.anchors, self.links, self.loads = set(), [], []
        with open(file, encoding="utf-8") as page:
            self.feed(page.read())

    def handle_starttag(self, tag, attributes):
        at = {name: value or "" for name, value in attributes}
        self.anchors |= {at[name] for name in ("id", "name") if at.get(name)}
        links = [at[name] for name in ("href", "src") if at.get(name)]
        self.links += links
        if tag in LOADS or (tag == "link" and at.get("rel") in ("stylesheet", "preload", "icon", "shortcut icon")):
            self.loads += links


def wrong(pages, file, page):
    """What is not right with the links of one page."""
    for link in page.loads:
        if urlsplit(link).netloc:
            yield f"loads {link}"
    for link in page.links:
        url = urlsplit(link)
        if url.scheme or url.netloc:
            continue
        target = os.path.normpath(os.path.join(os.path.dirname(file), unquote(url.path))) if url.path else file
        if not os.path.isfile(target):
            yield f"{link}: no such file"
        elif target.endswith(DRAWN) or target not in pages or not url.fragment:
            continue
        elif unquote(url.fragment) not in pages[target].anchors:
            yield f"{link}: no such place in the page"


def main(folder):
    found = []
    for at, _, names in os.walk(folder):
        if not os.path.relpath(at, folder).startswith("_static"):
            found += [os.path.join(at, name) for name in names if name.endswith(".html")]
    pages = {file: Page(file) for file in sorted(found)}
    faults = [f"{os.path.relpath(file, folder)}: {what}" for file, page in pages.items() for what in wrong(pages, file, page)]
    faults += [f"{file}: {os.path.getsize(file)} bytes" for file in found if os.path.getsize(file) > LARGEST]
    with open(os.path.join(folder, "searchindex.js"), encoding="utf-8") as index:
        if '"terms":{"' not in index.read():
            faults.append("searchindex.js: has no words")
    print("\n".join(faults) if faults else f"{len(pages)} pages, {sum(len(page.links) for page in pages.values())} links")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1])))
