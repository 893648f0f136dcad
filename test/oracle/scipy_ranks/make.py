"""Ranks, hits and intervals from SciPy and NumPy that the tests of evaluation compare with.

    python -m venv venv && venv/bin/pip install -r requirements.txt && venv/bin/python make.py

writes figures.json: embeddings with many equal similarities (so that ties count), the test links, ranks by
scipy.stats.rankdata(method="max") on the negated similarities (ties against us), with and without CSLS, among the test
links' ends and among all entities; t intervals and paired t tests.
"""

import json
from pathlib import Path

import numpy as np
from scipy import stats

rng = np.random.default_rng(11)


def csls(s, k):
    row = np.sort(s, 1)[:, -k:].mean(1, keepdims=True)
    column = np.sort(s, 0)[-k:, :].mean(0, keepdims=True)
    return 2 * s - row - column


def ranks(s, answers):
    """The worst rank among equals, 1 is best."""
    return [int(stats.rankdata(-row, method="max")[a]) for row, a in zip(s, answers)]


def measures(r):
    r = np.array(r)
    hits = {f"hits{k}": float((r <= k).mean()) for k in (1, 5, 10)}
    return {**hits, "mrr": float((1 / r).mean()), "meanRank": float(r.mean())}


def alignment():
    # Whole numbers of equal length (four ones of eight): similarities are multiples of a quarter, exact in float32.
    def rows(n):
        out = np.zeros((n, 8))
        for row in out:
            row[rng.choice(8, 4, replace=False)] = rng.choice([-1, 1], 4)
        return out

    left, right = rows(40), rows(46)
    test_left = rng.choice(40, 25, replace=False)
    test_right = rng.choice(46, 25, replace=False)
    right[test_right[:12]] = left[test_left[:12]]
    s = (left @ right.T) / 4
    cases = []
    for k in (0, 4):
        test = s[np.ix_(test_left, test_right)]
        whole = s
        if k:
            # The mean of four quarters is exact in float32, so that equal scores stay equal there.
            test, whole = csls(test, k), csls(whole, k)
        own = np.arange(25)
        for name, forward, backward in (
            ("test", ranks(test, own), ranks(test.T, own)),
            ("all", ranks(whole[test_left], test_right), ranks(whole.T[test_right], test_left)),
        ):
            cases.append({
                "csls": k, "candidates": name, "ranks": forward, "reverseRanks": backward,
                "measures": measures(forward), "reverse": measures(backward),
            })  # fmt: skip
    return {
        "left": left.tolist(), "right": right.tolist(),
        "testLeft": test_left.tolist(), "testRight": test_right.tolist(), "cases": cases,
    }  # fmt: skip


def intervals():
    a, b = rng.normal(0.6, 0.02, 5).round(4), rng.normal(0.55, 0.03, 5).round(4)
    mean = stats.t.interval(0.95, 4, a.mean(), stats.sem(a))
    d = a - b
    difference = stats.t.interval(0.9, 4, d.mean(), stats.sem(d))
    return {
        "a": a.tolist(), "b": b.tolist(), "mean95": [float(x) for x in mean],
        "difference90": [float(x) for x in difference], "p": float(stats.ttest_rel(a, b).pvalue),
    }  # fmt: skip


figures = {"alignment": alignment(), "intervals": intervals()}
Path(__file__).with_name("figures.json").write_text(json.dumps(figures, separators=(",", ":")) + "\n")
