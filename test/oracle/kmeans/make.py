"""Figures for the test of k-means, by scikit-learn.

python -m venv V && V/bin/pip install -r requirements.txt && V/bin/python make.py
"""

import json
from pathlib import Path

from sklearn.cluster import KMeans
from sklearn.datasets import make_blobs

points, _ = make_blobs(300, n_features=4, centers=6, cluster_std=0.6, center_box=(-20, 20), random_state=3)
points = points.round(3) + 50
found = KMeans(6, n_init=10, random_state=0).fit(points)
figures = {
    "points": points.round(3).tolist(),
    "labels": found.labels_.tolist(),
    "centroids": found.cluster_centers_.tolist(),
}
(Path(__file__).parent / "figures.json").write_text(json.dumps(figures) + "\n")
