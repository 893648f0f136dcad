"""Figures for the tests of reading and features, by NumPy and scikit-learn.

python -m venv V && V/bin/pip install -r requirements.txt && V/bin/python make.py
"""

import base64
import io
import json
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer


def npy(array, **options):
    out = io.BytesIO()
    np.lib.format.write_array(out, array, **options)
    return base64.b64encode(out.getvalue()).decode()


grid = np.array([[0, 1.5, -2.25], [3, 100, 0.0999755859375]])
whole = np.array([[0, 1, 2], [3, 100, 7]])
readable = {
    "float16": grid.astype("<f2"),
    "float32": grid.astype("<f4"),
    "float64": grid.astype("<f8"),
    "int8": whole.astype("i1"),
    "uint8": whole.astype("u1"),
    "int16": whole.astype("<i2"),
    "uint16": whole.astype("<u2"),
    "int32": whole.astype("<i4"),
    "uint32": whole.astype("<u4"),
    "bool": np.array([[True, False, True]]),
    "one dimension": np.array([1, 0, 1], "u1"),
    "no rows": np.zeros((0, 3), "<f4"),
    "big-endian": grid.astype(">f4"),
    "big-endian float16": grid.astype(">f2"),
    "big-endian float64": grid.astype(">f8"),
    "big-endian integers": whole.astype(">i2"),
    "Fortran order": np.asfortranarray(grid.astype("<f4")),
    "Fortran order, big-endian": np.asfortranarray(grid.astype(">f8")),
    "Fortran order, three axes": np.asfortranarray(np.arange(24).reshape(2, 3, 4).astype("<f4")),
    "64-bit integers": whole.astype("<i8"),
    "64-bit integers, big-endian": -whole.astype(">i8"),
    "unsigned 64-bit integers": whole.astype("<u8"),
}
refused = {
    "complex": grid.astype("<c8"),
    "big-endian complex": grid.astype(">c8"),
    "objects": np.array([{"a": 1}], dtype=object),
    "records": np.zeros(2, dtype=[("a", "<f4"), ("b", "<i4")]),
    "text": np.array(["ab", "c"]),
}
files = {name: {"npy": npy(a), "shape": a.shape, "values": a.astype(float).ravel().tolist()} for name, a in readable.items()}
files["header of version 2"] = {
    "npy": npy(grid.astype("<f4"), version=(2, 0)),
    "shape": grid.shape,
    "values": grid.astype("<f4").astype(float).ravel().tolist(),
}

names = ["Paris", "paris", "City of Paris", "Île-de-France", "ｆｕｌｌ width", "New  York", "York", "北京市", "北京", "x"]
# What our normalisation makes of them: NFKC, lower case, single blanks, one at either end.
texts = [" paris ", " paris ", " city of paris ", " île-de-france ", " full width ", " new york ", " york ", " 北京市 ", " 北京 ", " x "]
tfidf = TfidfVectorizer(analyzer="char", ngram_range=(2, 4), lowercase=False).fit_transform(texts)
figures = {
    "npy": {"readable": files, "refused": {name: npy(a) for name, a in refused.items()}},
    "ngrams": {"names": names, "cosines": (tfidf @ tfidf.T).toarray().round(9).tolist()},
}
Path(__file__).with_name("figures.json").write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")
