"""Tables written by pandas and pyarrow, for the tests of reading.

python -m venv V && V/bin/pip install pandas==3.1.1 pyarrow==26.0.1 && V/bin/python make.py
"""

from pathlib import Path

import pandas as pd

here = Path(__file__).parent
frame = pd.DataFrame(
    {
        "id": [10, 9],
        "open": [True, False],
        "share": [0.5, 1.25],
        "big": [2**53 + 1, 4],
        "day": pd.to_datetime(["2020-01-31", None]),
    }
)
frame.to_parquet(here / "pandas.parquet", compression="zstd", index=False)
frame.to_csv(here / "pandas.tsv", sep="\t", index=False)
frame.assign(unknown=pd.Series([None, None], dtype="string")).to_parquet(here / "empty-column.parquet", compression="lz4", index=False)
