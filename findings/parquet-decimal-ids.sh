#!/usr/bin/env bash
# Databases that know only NUMBER write integer keys to Parquet as DECIMAL(38, 0); graphs exported from them have such ids. Read in JavaScript.
# The guess: a decimal comes as text, as a BigInt or as an object, since a double holds 15 digits of it; what cannot be held is refused. A time
# before 1970 stays before 1970.
#   pyarrow 26.0.1         Writes two ids that differ in their last digit, a decimal256, a time of day in microseconds and in milliseconds,
#                          and one microsecond before 1970, and reads them back as they were.
#   hyparquet 1.33.0       Both ids are the same number, 1.2345678901234568e+37: two entities fall together, nothing is raised. Of the decimal
#                          with a fraction the fraction is gone. Times of day are bare numbers, 1000 apart, with no unit. The microsecond before
#                          1970 is 1970 itself: times are cut toward zero, not down.
#   parquet-wasm 0.7.1     Its entry for Node is CommonJS in a package of type "module": neither import nor require loads it on Node 20
#                          (ReferenceError). Its build for browsers, given the bytes of its .wasm, reads both ids apart.
# Our reader takes decimals, times and bytes as they are stored and writes them out exactly (src/read/tabular/parquet-values.ts).
# Exits 0 when this is so, 1 when it has changed.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
cd "$here"
python3 -m venv python > /dev/null
python/bin/pip install --quiet --disable-pip-version-check pyarrow==26.0.1
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund hyparquet@1.33.0 parquet-wasm@0.7.1 apache-arrow@21.2.0
cat > write.py <<'PY'
import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq

ids = [Decimal(f"1234567890123456789012345678901234567{last}") for last in "89"]
table = pa.table(
    {
        "id": pa.array(ids, pa.decimal128(38, 0)),
        "wide": pa.array([Decimal("12345678901234567890.12"), Decimal("0.05")], pa.decimal256(50, 2)),
        "micros": pa.array([dt.time(1, 2, 3, 456000), None], pa.time64("us")),
        "millis": pa.array([dt.time(1, 2, 3, 456000), None], pa.time32("ms")),
        "before": pa.array([-1, None], pa.timestamp("us")),
    }
)
pq.write_table(table, "ids.parquet", store_schema=False, compression="NONE")
assert pq.read_table("ids.parquet").column("id").to_pylist() == ids
PY
python/bin/python write.py
cat > read.js <<'JS'
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tableFromIPC } from 'apache-arrow';
import { parquetReadObjects } from 'hyparquet';
import * as esm from 'parquet-wasm/esm';

const bytes = readFileSync('ids.parquet');
const [one, two] = await parquetReadObjects({ file: new Uint8Array(bytes).buffer });
const said = (error) => error.constructor.name;
const loads = [
  await import('parquet-wasm').then(() => 'loads', said),
  (() => {
    try {
      createRequire(import.meta.url)('parquet-wasm');
      return 'loads';
    } catch (error) {
      return said(error);
    }
  })(),
];
esm.initSync({ module: readFileSync('node_modules/parquet-wasm/esm/parquet_wasm_bg.wasm') });
const ids = [...tableFromIPC(esm.readParquet(new Uint8Array(bytes)).intoIPCStream()).getChild('id')].map(String);
const seen = [
  `ids: ${typeof one.id} ${one.id}, the same: ${one.id === two.id}`,
  `fraction: ${one.wide}`,
  `times of day: ${one.micros}, ${one.millis}`,
  `before 1970: ${one.before.toISOString()}`,
  `parquet-wasm: ${loads.join(', ')}; ids ${ids.join(', ')}`,
];
console.log(seen.join('\n'));
const wanted = [
  'ids: number 1.2345678901234568e+37, the same: true',
  'fraction: 12345678901234567000',
  'times of day: 3723456000, 3723456',
  'before 1970: 1970-01-01T00:00:00.000Z',
  'parquet-wasm: ReferenceError, ReferenceError; ids 12345678901234567890123456789012345678, 12345678901234567890123456789012345679',
];
process.exit(seen.every((line, i) => line === wanted[i]) ? 0 : 1);
JS
node read.js
