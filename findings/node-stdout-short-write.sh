#!/usr/bin/env bash
# A write may take a part of its bytes (a nearly full disk, a quota, a limit of file size); the rest is the caller's to
# write again, which is when the error comes. Two places take the part for the whole:
#   Node 20 (process.stdout.write where stdout is a regular file): exits 0, no error, a part is in the file;
#     fs.writeFileSync at the same limit throws EFBIG.
#   write-file-atomic 7.0.1, .sync: fs.writeSync's answer is not looked at, so the truncated file is renamed into place.
# Seen with `ulimit -f 1` (1 KiB) and 5,000 bytes: 1,024 of them, no error.
# Guarded by src/base/files.ts (counts what was written, by which src/cli/session.ts prints into files).
# Exits 0 when this is so, 1 when it has changed.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
cd "$here"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts write-file-atomic@7.0.1
cat > stdout.cjs <<'JS'
process.stdout.on('error', (error) => { console.error(error.code); process.exit(1); });
process.stdout.write('x'.repeat(5000), (error) => console.error(`process.stdout.write: ${error?.code ?? 'no error'}`));
JS
cat > file.cjs <<'JS'
const attempt = (name, write) => {
  try { write(); console.error(`${name}: no error`); } catch (error) { console.error(`${name}: ${error.code}`); }
};
const [, , which] = process.argv;
if (which === 'fs') attempt('fs.writeFileSync', () => require('node:fs').writeFileSync('fs.txt', 'x'.repeat(5000)));
else attempt('write-file-atomic .sync', () => require('write-file-atomic').sync('atomic.txt', 'x'.repeat(5000)));
JS
size() { wc -c < "$1" | tr -d ' '; }
limited() { (ulimit -f 1; "$@"); }
code=0
limited node stdout.cjs > stdout.txt 2> stdout.said || code=$?
limited node file.cjs fs 2> fs.said
limited node file.cjs atomic 2> atomic.said
echo "Node $(node --version), write-file-atomic 7.0.1, 5000 bytes each at a limit of 1024:"
echo "$(cat stdout.said); exit $code, $(size stdout.txt) bytes in the file"
echo "$(cat fs.said)"
echo "$(cat atomic.said); $(size atomic.txt) bytes in the file"
[ "$code" = 0 ] && [ "$(size stdout.txt)" = 1024 ] && grep -q 'no error' stdout.said &&
  grep -q EFBIG fs.said && grep -q 'no error' atomic.said && [ "$(size atomic.txt)" = 1024 ]
