/**
 * Makes a finished run of the main job the one whose output the README prints: data/records/readme.json is its record without paths
 * of the machine, with the numbers of test links.
 *
 *     node bench/run.mjs readme-run runs/ID && node bench/run.mjs gain-docs
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot, writeFile } from '../src/base/index.js';
import { splitLinks } from '../src/evaluate/index.js';
import { openTask } from '../src/features/index.js';
import { readSeeds } from '../src/read/index.js';
import type { ReadmeRun } from '../src/study/gain/prose/study-values.js';
import { countOf, testSet } from '../src/study/index.js';

const folder = process.argv[3];
if (!folder) throw new Error('which run? node bench/run.mjs readme-run runs/ID');
const record = JSON.parse(readFileSync(join(folder, 'record.json'), 'utf8')) as ReadmeRun;
if (!record.finished) throw new Error(`${folder} is not finished: go on with it by psqe run --resume ${record.id}`);
const { seed, options, seeds } = record.report;
const { task, truth } = openTask('emoji', { seed });
const sets = Object.keys(seeds).map((name) => readSeeds(join(folder, 'seeds', `${name}.tsv`), task));
const links = splitLinks(truth!, { seed, test: options.testShare as number }).test;
const { sparse, unseeded } = testSet(task, links, sets);
const tested = { all: links.left.length, sparse: countOf(sparse), unseeded: countOf(unseeded) };
const { blas, ...engine } = record.engine;
const config = blas && { blas: { config: blas.config } };
const kept = { ...record, engine: { ...engine, ...config }, tested };
writeFile(join(packageRoot(), 'data', 'records', 'readme.json'), `${JSON.stringify(kept, null, 1)}\n`);
