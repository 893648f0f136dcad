#!/usr/bin/env bash
# Entities have attributes that are exact numbers (areas, populations, prices): data frames and databases keep them as decimals, and Arrow
# files carry them in four widths. Read in JavaScript.
# The guess: a decimal is an integer and a scale, so that all four widths of the same value read as the same integer, as text and as a number.
#   pyarrow 26.0.1            Writes decimal32, 64, 128 and 256 of -1.25, 1.25 and 100.00 (9 digits, 2 behind the point), and reads them back.
#   apache-arrow 21.2.0 (JS)  Text, which is also what JSON gets, and number:
#                               decimal128   -125, 125, 10000, both ways: as guessed
#                               decimal32    text right; as a number an error for every value: BigInt mixed with other types, or, by the
#                                            value's place in its column, an offset that must be a multiple of 8
#                               decimal64    text of -1.25 is 18446744073709551491 (read without its sign), as a number it is right
#                               decimal256   text is the last digit alone: -5, 5 and 0; as a number it is right
#   @uwdata/flechette 2.5.0   All four widths right, scale applied. It is what arquero reads Arrow with.
# Nothing is raised where digits are lost. Our kernel, which shows such tables, makes their text from the words itself
# (src/kernel/user/known-tables.ts); in notebooks read Arrow files by arquero's fromArrow.
# Exits 0 when this is so, 1 when it has changed.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
cd "$here"
python3 -m venv python > /dev/null
python/bin/pip install --quiet --disable-pip-version-check pyarrow==26.0.1
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund apache-arrow@21.2.0 @uwdata/flechette@2.5.0
cat > write.py <<'PY'
from decimal import Decimal

import pyarrow as pa

values = [Decimal(text) for text in ("-1.25", "1.25", "100.00")]
widths = {32: pa.decimal32, 64: pa.decimal64, 128: pa.decimal128, 256: pa.decimal256}
table = pa.table({f"decimal{bits}": pa.array(values, kind(9, 2)) for bits, kind in widths.items()})
with pa.OSFile("areas.arrow", "wb") as out, pa.ipc.new_file(out, table.schema) as file:
    file.write_table(table)
assert all(column == values for column in pa.ipc.open_file("areas.arrow").read_all().to_pydict().values())
PY
python/bin/python write.py
cat > read.js <<'JS'
import { readFileSync } from 'node:fs';
import { tableFromIPC as flechette } from '@uwdata/flechette';
import { tableFromIPC } from 'apache-arrow';

const bytes = readFileSync('areas.arrow');
const table = tableFromIPC(bytes);
const number = (value) => {
  try {
    return Number(value);
  } catch (error) {
    return error.constructor.name;
  }
};
const seen = table.schema.fields.map(({ name }) => {
  const values = [...table.getChild(name)];
  return `${name}: ${values.map(String)}; ${values.map(number)}`;
});
const other = Object.values(flechette(bytes).toColumns()).map((column) => [...column].join());
console.log([...seen, `flechette: ${other.join('; ')}`].join('\n'));
const wanted = [
  'decimal32: -125,125,10000; TypeError,RangeError,TypeError',
  'decimal64: 18446744073709551491,125,10000; -125,125,10000',
  'decimal128: -125,125,10000; -125,125,10000',
  'decimal256: -5,5,0; -125,125,10000',
];
process.exitCode = seen.join() === wanted.join() && other.every((column) => column === '-1.25,1.25,100') ? 0 : 1;
JS
node read.js
