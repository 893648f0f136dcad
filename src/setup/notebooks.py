"""Executes one notebook on the kernel it names: notebooks.py SOURCE TARGET [--quick] [--limit BYTES]

With --quick, `let quick: boolean = false` in the cell tagged "parameters" becomes true. TARGET is written only when every
cell ran and the file stays under the limit; it holds no timings. Prints what a cell that failed says, and ends with 1.
"""

import argparse
import glob
import os
import re
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

parser = argparse.ArgumentParser()
parser.add_argument("source")
parser.add_argument("target")
parser.add_argument("--quick", action="store_true")
parser.add_argument("--limit", type=int, default=3_000_000)
given = parser.parse_args()

QUICK = re.compile(r"^(\s*let quick\b[^=]*=\s*)false\b", re.MULTILINE)

notebook = nbformat.read(given.source, as_version=4)
for cell in notebook.cells:
    cell.metadata.pop("execution", None)
    if given.quick and "parameters" in cell.metadata.get("tags", []):
        cell.source = QUICK.sub(r"\1true", cell.source)

client = NotebookClient(
    notebook,
    timeout=None,
    startup_timeout=120,
    record_timing=False,
    resources={"metadata": {"path": os.path.dirname(os.path.abspath(given.source))}},
)
try:
    client.execute()
except CellExecutionError as error:
    sys.exit(str(error))

text = nbformat.writes(notebook) + "\n"
size = len(text.encode())
if size > given.limit:
    sys.exit(f"{size} bytes with its outputs, at most {given.limit}: thin its figures")
def runs(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


# What executions that were killed left.
for left in glob.glob(f"{glob.escape(given.target)}.*.half"):
    number = left[len(given.target) + 1 : -len(".half")]
    if number.isdigit() and not runs(int(number)):
        os.remove(left)
# Beside the target, then in its place: a full disk must not cost the notebook that was there.
half = f"{given.target}.{os.getpid()}.half"
try:
    with open(half, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(half, given.target)
finally:
    if os.path.exists(half):
        os.remove(half)
