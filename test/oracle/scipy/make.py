"""Entropy, KL divergence and Gini coefficient that the tests of seed quality compare with.

    python -m venv venv && venv/bin/pip install -r requirements.txt && venv/bin/python make.py

writes seed_quality.json: counts of seeds and entities by group; scipy.stats.entropy of the seeds (divided by that of an
even distribution), scipy.stats.entropy(seeds, entities), and the Gini coefficient of the entities' own shares of seeds by
its definition, the mean absolute difference over twice the mean; shortest paths by scipy.sparse.csgraph.
"""

import json
from pathlib import Path

import numpy as np
from scipy import sparse, stats

rng = np.random.default_rng(5)
spreads = []
for groups in (2, 4, 20, 50):
    entities = rng.integers(5, 400, groups)
    seeds = rng.binomial(entities, rng.uniform(0, 0.5, groups))
    each = np.repeat(seeds / entities, entities)
    difference = np.abs(each[:, None] - each[None, :]).mean()
    spreads.append(
        {
            "seeds": seeds.tolist(),
            "entities": entities.tolist(),
            "entropy": stats.entropy(seeds) / np.log(groups),
            "kl": stats.entropy(seeds, entities),
            "gini": difference / (2 * each.mean()),
        }
    )

n = 40
head, tail = rng.integers(0, n, 45), rng.integers(0, n, 45)
graph = sparse.csr_matrix((np.ones(45), (head, tail)), (n, n))
seeded = rng.permutation(n)[:6]
hops = sparse.csgraph.dijkstra(graph, directed=False, indices=seeded, unweighted=True).min(0)
paths = {
    "count": n,
    "head": head.tolist(),
    "tail": tail.tolist(),
    "seeds": seeded.tolist(),
    "within": [float((hops <= h).mean()) for h in (0, 1, 2)],
}

Path(__file__).with_name("seed_quality.json").write_text(json.dumps({"spreads": spreads, "paths": paths}) + "\n")
