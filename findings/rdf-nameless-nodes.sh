#!/usr/bin/env bash
# Blank nodes of RDF files in npm's n3, read with names kept as the file has them (blankNodePrefix: '').
# The guess: a node without a name, [ … ], gets one that nothing else of the file has; and the same file gives the same names.
#   n3 2.13.12   names it n3-0, n3-1, … counted over all files of the process and never checked: where the file's own
#                first name is n3-0, two nodes become one and a statement moves to the wrong entity;
#                the same file read again has other names
# With the default prefix the two stay apart, but all names depend on what was read before.
# Guarded by src/read/rdf/parse.ts: names of its own for a file's nodes, the same whenever it is read.
# Exits 0 when this is so, 1 when it has changed.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
cd "$here"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts n3@2.13.12
cat > t.mjs <<'JS'
import { Parser } from 'n3';

const file = '<http://a/x> <http://a/p> [ <http://a/q> "of the nameless" ] . _:n3-0 <http://a/q> "of n3-0" .';
const owners = (options) => {
  const quads = new Parser(options).parse(file).filter(({ object }) => object.termType === 'Literal');
  return quads.map(({ subject, object }) => [object.value, subject.value]);
};
const show = (title, found) => console.log(title, found.map(([what, node]) => `${what}: ${node}`).join('; '));
const [kept, again, prefixed, later] = [{ blankNodePrefix: '' }, { blankNodePrefix: '' }, {}, {}].map(owners);
show('names kept            ', kept);
show('names kept, once more ', again);
show('default prefix        ', prefixed);
show('default, once more    ', later);
const nodes = (found) => new Set(found.map(([, node]) => node)).size;
const merged = nodes(kept) === 1 && nodes(prefixed) === 2;
const moved = kept[0][1] !== again[0][1] && prefixed[0][1] !== later[0][1];
process.exit(merged && moved ? 0 : 1);
JS
node t.mjs
