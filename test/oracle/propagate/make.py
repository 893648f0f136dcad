"""Rows passed along relation-weighted triples, and Sinkhorn's plan of them, that the tests of propagation compare with.

    python -m venv venv && venv/bin/pip install -r requirements.txt && venv/bin/python make.py

writes figures.json: two graphs of random triples over five relations (some triples twice, an entity without any), rows of
which some are zero; the adjacency's cells and each layer's rows by SciPy's sparse products (SEU, EMNLP 2021: weights
log(|T|/|T_r|), self-loops log(|T|/|E|), inverse triples included); the mean of the layers' similarities; pairs that are each
other's best after ten steps of Sinkhorn at temperature 50, and their probabilities.
"""

import json
from pathlib import Path

import numpy as np
from scipy import sparse

rng = np.random.default_rng(3)
n1, n2, width, relations, layers = 30, 26, 7, 5, 3


def triples(n):
    t = np.c_[rng.integers(0, n - 1, 70), rng.integers(0, relations, 70), rng.integers(0, n - 1, 70)]
    return np.vstack([t, t[:9]])


def unit(x):
    return x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-12)


t1, t2 = triples(n1), triples(n2)
f1 = rng.normal(size=(n1, width))
f2 = np.vstack([f1[:20] + 0.3 * rng.normal(size=(20, width)), rng.normal(size=(6, width))])
f1[4] = f2[7] = 0

n = n1 + n2
joint = np.vstack([t1, t2 + [n1, 0, n1]])
every = np.unique(np.vstack([joint, np.c_[joint[:, 2], joint[:, 1] + relations, joint[:, 0]]]), axis=0)
weights = np.log(len(every) / np.bincount(every[:, 1], minlength=2 * relations))
adjacency = sparse.csr_matrix((weights[every[:, 1]], (every[:, 0], every[:, 2])), shape=(n, n))
adjacency += sparse.identity(n) * np.log(len(every) / n)
adjacency.sum_duplicates()

rows = [unit(np.vstack([f1, f2]))]
for _ in range(layers):
    rows.append(unit(adjacency @ rows[-1]))
similarity = sum(r[:n1] @ r[n1:].T for r in rows[:3]) / 3

plan = np.exp(50 * (similarity - similarity.max(1, keepdims=True)))
for _ in range(10):
    plan /= plan.sum(1, keepdims=True)
    plan /= plan.sum(0, keepdims=True)
mutual = [(i, int(j)) for i, j in enumerate(plan.argmax(1)) if plan[:, j].argmax() == i]

cells = adjacency.tocoo()
figures = {
    "left": {"triples": t1.tolist(), "rows": f1.tolist()},
    "right": {"triples": t2.tolist(), "rows": f2.tolist()},
    "relations": relations,
    "adjacency": sorted([int(i), int(j), float(v)] for i, j, v in zip(cells.row, cells.col, cells.data)),
    "layers": [r.tolist() for r in rows],
    "similarity": similarity.tolist(),
    "mutual": [[i, j, float(plan[i, j])] for i, j in mutual],
}
Path(__file__).with_name("figures.json").write_text(json.dumps(figures) + "\n")
