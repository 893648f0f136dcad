/**
 * Time and memory of reading two graphs in tables, beside csv-parse alone on the same files.
 *
 *     node bench/run.mjs read [--triples 1000000] [--format tsv] [--ids short]
 *
 * Half of the made triples are in each file: head, relation, tail, as IRIs of some 45 characters (`--ids short`: of 7). The
 * format `csv-quoted` has every field between quotes. Each way has a process of its own, so that its peak memory is its own.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { random } from '../src/compute/index.js';
import { readFolder } from '../src/read/index.js';

const { values: given } = parseArgs({
  allowPositionals: true,
  options: {
    triples: { type: 'string', default: '1000000' },
    format: { type: 'string', default: 'tsv' },
    ids: { type: 'string', default: 'long' },
    folder: { type: 'string' },
    way: { type: 'string', default: 'psqe' },
  },
});
const half = Math.ceil(Number(given.triples) / 2);
const names = ['head', 'relation', 'tail'] as const;
const ending = given.format.replace(/-.*/, '');

function madeTriples(side: string): string[][] {
  const draw = random(1).fork(side);
  const entities = Math.ceil(half / 5);
  const [entity, relation] =
    given.ids === 'short'
      ? ['e', 'r']
      : [`http://${side}.example/resource/The_entity_`, 'http://example.org/relation/'];
  return Array.from({ length: half }, (_, t) => [
    `${entity}${t % entities}`,
    `${relation}${draw.integer(300)}`,
    `${entity}${draw.integer(entities)}`,
  ]);
}

function written(rows: readonly (readonly string[])[]): string | Uint8Array {
  const objects = () => rows.map((row) => Object.fromEntries(names.map((name, c) => [name, row[c]])));
  if (ending === 'parquet') {
    const columnData = names.map((name, c) => ({ name, data: rows.map((row) => row[c]!), type: 'STRING' as const }));
    return new Uint8Array(parquetWriteBuffer({ columnData }));
  }
  if (ending === 'json') return JSON.stringify(objects());
  if (ending === 'jsonl')
    return `${objects()
      .map((row) => JSON.stringify(row))
      .join('\n')}\n`;
  const [separator, quote] = [ending === 'tsv' ? '\t' : ',', given.format.endsWith('quoted') ? '"' : ''];
  return [names, ...rows].map((row) => `${row.map((cell) => quote + cell + quote).join(separator)}\n`).join('');
}

const ways: Readonly<Record<string, (paths: readonly [string, string]) => string>> = {
  psqe(paths) {
    const { task } = readFolder(paths, { seed: 1 });
    return `${task.left.entityCount} + ${task.right.entityCount} entities`;
  },
  'csv-parse'(paths) {
    let count = 0;
    for (const path of paths)
      parse(readFileSync(path), {
        delimiter: ending === 'tsv' ? '\t' : ',',
        on_record: () => {
          count++;
          return null;
        },
      });
    return `${count} records, none kept`;
  },
};

/** Reads two files and says what it took. */
function measure(paths: readonly [string, string]): void {
  const start = performance.now();
  const what = ways[given.way]!(paths);
  const seconds = (performance.now() - start) / 1000;
  const sizes = paths.map((path) => Math.round(statSync(path).size / 1e6)).join(' + ');
  const { user, system } = process.cpuUsage();
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(
    `${given.way}: ${given.triples} triples in ${given.format}, ${sizes} MB: ${seconds.toFixed(1)} s, the whole process ${((user + system) / 1e6).toFixed(1)} s of processor time, peak ${memory} MB of memory; ${what}; load ${loadavg()[0]!.toFixed(1)}`,
  );
}

const sides = ['left', 'right'] as const;
if (given.folder) {
  const [left, right] = sides.map((side) => join(given.folder!, `${side}.${ending}`)) as [string, string];
  measure([left, right]);
} else {
  const folder = mkdtempSync(join(tmpdir(), 'psqe-bench-'));
  for (const side of sides) writeFileSync(join(folder, `${side}.${ending}`), written(madeTriples(side)));
  const own = ['--triples', given.triples, '--format', given.format, '--folder', folder];
  for (const way of ending === 'tsv' || ending === 'csv' ? Object.keys(ways) : ['psqe'])
    spawnSync(process.execPath, [...process.execArgv, 'bench/run.mjs', 'read', ...own, '--way', way], {
      stdio: 'inherit',
    });
  rmSync(folder, { recursive: true });
}
