/**
 * Time and memory of reading two graphs in RDF: parsing, columns, names of one language.
 *
 *     node bench/run.mjs read-rdf [--triples 1000000] [--format nt]
 *
 * Half of the made triples are in each file, one in three is a literal; Turtle is written with a prefix and `;`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { random } from '../src/compute/index.js';
import { readFolder } from '../src/read/index.js';

const { values: given } = parseArgs({
  allowPositionals: true,
  options: {
    triples: { type: 'string', default: '1000000' },
    format: { type: 'string', default: 'nt' },
    folder: { type: 'string' },
  },
});
const half = Math.ceil(Number(given.triples) / 2);
const turtle = given.format.startsWith('ttl');

function madeGraph(side: string): string {
  const draw = random(1).fork(side);
  const entities = Math.ceil(half / 5);
  const entity = (n: number) => (turtle ? `e:Entity_${n}` : `<http://${side}.example/resource/Entity_${n}>`);
  const label = '<http://www.w3.org/2000/01/rdf-schema#label>';
  const own = (path: string) => `<http://example.org/${path}>`;
  const lines = Array.from({ length: half }, (_, t) => {
    const head = entity(t % entities);
    if (t < entities) return `${head} ${label} "Name of entity ${t}"@en .`;
    if (t % 3 === 0) return `${head} ${own(`attribute/${draw.integer(300)}`)} "some value ${t}" .`;
    return `${head} ${own(`relation/${draw.integer(300)}`)} ${entity(draw.integer(entities))} .`;
  });
  return `${turtle ? `@prefix e: <http://${side}.example/resource/> .\n` : ''}${lines.join('\n')}\n`;
}

/** Reads two files and says what it took; a process of its own, so that its peak memory is its own. */
function measure(paths: readonly [string, string]): void {
  const start = performance.now();
  const { task, notes } = readFolder(paths, { seed: 1 });
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage();
  const sizes = paths.map((path) => Math.round(statSync(path).size / 1e6)).join(' + ');
  console.log(notes.join('\n'));
  console.log(
    `${given.triples} triples in ${given.format}, ${sizes} MB, ${task.left.entityCount} + ${task.right.entityCount} entities: ` +
      `${seconds.toFixed(1)} s, the whole process ${((user + system) / 1e6).toFixed(1)} s of processor time, ` +
      `peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MB of memory; load ${loadavg()[0]!.toFixed(1)}`,
  );
}

const sides = ['left', 'right'] as const;
if (given.folder) {
  const [left, right] = sides.map((side) => join(given.folder!, `${side}.${given.format}`)) as [string, string];
  measure([left, right]);
} else {
  const folder = mkdtempSync(join(tmpdir(), 'psqe-bench-'));
  for (const side of sides) {
    const text = madeGraph(side);
    writeFileSync(join(folder, `${side}.${given.format}`), given.format.endsWith('.gz') ? gzipSync(text) : text);
  }
  const own = ['--triples', given.triples, '--format', given.format, '--folder', folder];
  spawnSync(process.execPath, [...process.execArgv, 'bench/run.mjs', 'read-rdf', ...own], { stdio: 'inherit' });
  rmSync(folder, { recursive: true });
}
