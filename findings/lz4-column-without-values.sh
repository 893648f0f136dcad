#!/usr/bin/env bash
# A table of entities often has a column that nobody has filled in. Written to Parquet with LZ4, as data frames do for speed, and read in
# JavaScript.
# The guess: what pyarrow writes and reads, hyparquet with its compressors reads, whatever the compression; a column of nulls is the
# easiest of all.
#   pyarrow 26.0.1          Its default (dictionary encoding) gives a column without a value a dictionary page of 0 bytes; "compressed" by
#                           LZ4 that is one byte, a zero. Reads it back. So does polars 2.1.0.
#   hyparquet 1.33.0, hyparquet-compressors 1.1.2   Error "lz4 offset out of range 0": their LZ4 takes the zero byte for a token that an
#                           offset follows. The same column reads with snappy, zstd, gzip and brotli, with use_dictionary=False, and as
#                           soon as one row has a value.
# One empty column so makes the whole file unreadable. Our reader (src/read/tabular/parquet-pages) asks no decompressor for 0 bytes.
# Exits 0 when this is so, 1 when it has changed.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
cd "$here"
python3 -m venv python > /dev/null
python/bin/pip install --quiet --disable-pip-version-check pyarrow==26.0.1 polars==2.1.0
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund hyparquet@1.33.0 hyparquet-compressors@1.1.2
cat > write.py <<'PY'
import itertools
import polars
import pyarrow as pa
import pyarrow.parquet as pq

columns = {"none": [None] * 4, "one": ["x", None, None, None]}
for name, codec, words in itertools.product(columns, ["lz4", "snappy", "zstd", "gzip", "brotli"], [True, False]):
    file = f"{name}-{codec}-{'dictionary' if words else 'plain'}.parquet"
    table = pa.table({"homepage": pa.array(columns[name], pa.string())})
    pq.write_table(table, file, compression=codec, use_dictionary=words)
    assert pq.read_table(file)["homepage"].to_pylist() == columns[name]
for name, codec in itertools.product(columns, ["lz4", "snappy"]):
    polars.DataFrame({"homepage": columns[name]}, schema={"homepage": polars.String}).write_parquet(
        f"{name}-{codec}-polars.parquet", compression=codec
    )
PY
python/bin/python write.py
cat > read.js <<'JS'
import { readdirSync, readFileSync } from 'node:fs';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

const failed = [];
const files = readdirSync('.').filter((name) => name.endsWith('.parquet'));
for (const name of files) {
  const file = new Uint8Array(readFileSync(name)).buffer;
  await parquetReadObjects({ file, compressors }).catch((error) => failed.push(`${name}: ${error.message}`));
}
console.log(`${files.length} files; hyparquet fails on ${failed.length}: ${failed.join('; ')}`);
process.exitCode =
  files.length === 24 &&
  failed.sort().join() ===
    ['dictionary', 'polars'].map((by) => `none-lz4-${by}.parquet: lz4 offset out of range 0`).join()
    ? 0
    : 1;
JS
node read.js
