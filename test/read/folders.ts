import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump } from 'npyjs';
import { afterAll } from 'vitest';
import { type Files, npy, putFiles } from '../support/put-files.js';

export { type Files, npy } from '../support/put-files.js';

const made: string[] = [];
const clear = () => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
};
// Campaigns run outside of the test runner.
if (process.env.VITEST) afterAll(clear);
else process.on('exit', clear);

/** A temporary folder that goes when the test file has run. */
export function temporaryFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'psqe-test-'));
  made.push(dir);
  return dir;
}

/** Writes files into a new temporary folder. */
export function folderOf(files: Files): string {
  const dir = temporaryFolder();
  putFiles(dir, files);
  return dir;
}

/** Two graphs of four entities each; entity i of the left is entity i + 4 of the right. Entity 3 has no picture. */
export const featureFolder: Files = {
  ent_ids_1: '0\tone\n1\ttwo\n2\tthree\n3\tfour\n',
  ent_ids_2: '4\teins\n5\tzwei\n6\tdrei\n7\tvier\n',
  triples_1: '0\t0\t1\n1\t0\t2\n2\t1\t3\n',
  triples_2: '4\t0\t5\n5\t2\t6\n6\t1\t7\n',
  ill_ent_ids: '0\t4\n1\t5\n2\t6\n3\t7\n',
  'V.npy': npy([1, 0, 0, 1, 1, 1, 9, 9, 1, 0.1, 0.1, 1, 1, 0.9, 2, 1], [8, 2]),
  'V_mask.npy': new Uint8Array(dump(Uint8Array.of(1, 1, 1, 0, 1, 1, 1, 1), [8])),
};

/** The same graphs as DBP15K has them: names instead of matrices, no relation in common. */
export const dbp15kFolder: Files = {
  ...featureFolder,
  'V.npy': undefined,
  'V_mask.npy': undefined,
  ent_ids_1: '0\thttp://zh.example/resource/A_one\n1\thttp://zh.example/resource/B\n2\tC\n3\tD\n',
  triples_2: '4\t7\t5\n5\t8\t6\n6\t7\t7\n',
  'translated_names.json': JSON.stringify(
    [['one', 'road'], ['two'], ['three'], [], ['one', 'way'], ['two'], ['tree'], ['for']].map((t, i) => [i, t]),
  ),
};
