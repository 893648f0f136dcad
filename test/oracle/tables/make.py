"""Tables written by pandas and pyarrow, for the tests of reading.

python -m venv V && V/bin/pip install pandas==3.1.1 pyarrow==26.0.1 && V/bin/python make.py
"""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

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

# What JavaScript's numbers and dates do not hold.
exact = pa.table(
    {
        "id": pa.array([Decimal("12345678901234567890123456789012345678"), Decimal("12345678901234567890123456789012345679")], pa.decimal128(38, 0)),
        "price": pa.array([Decimal("-1.25"), Decimal("100.00")], pa.decimal128(9, 2)),
        "wide": pa.array([Decimal("-12345678901234567890.123"), Decimal("0.001")], pa.decimal256(50, 3)),
        "time": pa.array([dt.time(1, 2, 3, 456789), None], pa.time64("us")),
        "clock": pa.array([dt.time(1, 2, 3, 456000), dt.time(23, 59, 59)], pa.time32("ms")),
        "ns": pa.array([1700000000123456789, -1], pa.timestamp("ns")),
        "us": pa.array([1700000000123456, -1], pa.timestamp("us")),
        "day": pa.array([dt.date(1969, 12, 31), dt.date(2020, 2, 29)]),
        "single": pa.array([0.1, -2.5e-7], pa.float32()),
        "double": pa.array([1e20, 0.1], pa.float64()),
        "bytes": pa.array([b"\xff\x00", b"plain"], pa.binary()),
        "unsigned": pa.array([2**64 - 3, 1], pa.uint64()),
    }
)
pq.write_table(exact, here / "exact.parquet", store_schema=False)
pq.write_table(exact, here / "exact-plain.parquet", store_schema=False, use_dictionary=False, data_page_version="2.0", compression="NONE")
