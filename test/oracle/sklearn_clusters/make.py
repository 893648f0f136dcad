"""scikit-learn's clusters of the entities of emoji-features, as the public PSQE implementation makes them.

    python -m venv venv && venv/bin/pip install -r requirements.txt && venv/bin/python make.py EMOJI_FEATURES

writes clusters.txt: KMeans(n_clusters=5, random_state=0) on [.8 V ; .1 A ; .1 R], blocks of unit rows, one digit an
entity in the order of ids. What stage 1 finds depends much on the clusters, so that it is compared over the same ones.
"""

import sys
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans


def unit(name):
    x = np.load(Path(sys.argv[1]) / f"{name}.npy")
    return x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-12)


features = np.concatenate([0.8 * unit("V"), 0.1 * unit("A"), 0.1 * unit("R")], 1)
labels = KMeans(n_clusters=5, random_state=0).fit(features).labels_
Path(__file__).with_name("clusters.txt").write_text("".join(map(str, labels)) + "\n")
