/**
 * What the kind of processor changes: PSQE's seeds and the small MCLEA's Hits@1 on the embedded pair, with OpenBLAS's
 * kernels for each kind that this machine can play, and with our own kernels (engine wasm).
 *
 *     node bench/run.mjs processors [--seeds 1-3] [--threads 2]
 *
 * Rows of one random seed differ by rounding alone. Where OpenBLAS's kernels for a kind are not even-handed (Haswell's), the
 * engine takes others, as it does there.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { useEngine } from '../src/compute/index.js';
import { evaluateAlignment, seedQuality } from '../src/evaluate/index.js';
import { openTask } from '../src/features/index.js';
import { psqe } from '../src/seeds/index.js';
import { alignerOf, gainAblations, gainSplit, seedRange } from '../src/study/index.js';
import { trainAligner } from '../src/train/index.js';
import { processorsHere } from '../test/support/processors.js';

const { values: given } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '1-3' },
    threads: { type: 'string', default: '2' },
    play: { type: 'string' },
    seed: { type: 'string' },
    out: { type: 'string' },
  },
});

interface Found {
  readonly pairs: readonly string[];
  readonly precision: number;
  readonly hits1: Readonly<Record<'csls' | 'sinkhorn', number>>;
}

/** Seeds and Hits@1 of this process. */
async function found(seed: number): Promise<Found> {
  const { task, truth } = openTask('emoji', { seed: 1 });
  const { seeds } = await psqe(task, { seed });
  const ablation = gainAblations.find(({ name }) => name === 'psqe')!;
  const trained = await trainAligner(task, seeds, { ...alignerOf(ablation, 'small'), seed });
  const { test } = gainSplit(truth!);
  const hits = (decoder: 'csls' | 'sinkhorn') => evaluateAlignment(trained, test, { decoder }).hits1!;
  return {
    pairs: Array.from(seeds.left, (left, i) => `${left} ${seeds.right[i]}`),
    precision: seedQuality(task, seeds, { truth }).precision!,
    hits1: { csls: hits('csls'), sinkhorn: hits('sinkhorn') },
  };
}

function child(play: string, seed: number, folder: string): Found {
  const out = join(folder, `${play}-${seed}.json`);
  const args = [...process.execArgv, ...process.argv.slice(1), '--play', play, '--seed', String(seed), '--out', out];
  const env = { ...process.env, ...(play !== 'wasm' && { OPENBLAS_CORETYPE: play }) };
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'], env });
  if (status !== 0) throw new Error(`${play}, random seed ${seed}: the run failed`);
  return JSON.parse(readFileSync(out, 'utf8')) as Found;
}

function all(): void {
  const folder = mkdtempSync(join(tmpdir(), 'psqe-bench-'));
  const kinds = [...processorsHere().reverse(), 'wasm'];
  const percent = (x: number) => (100 * x).toFixed(1);
  console.log(`| kernels | random seed | seeds | precision | of them in ${kinds[0]}'s | Hits@1, CSLS | Sinkhorn |`);
  console.log('|---|---|---|---|---|---|---|');
  for (const seed of seedRange(given.seeds!)) {
    let first: ReadonlySet<string> | undefined;
    for (const kind of kinds) {
      const { pairs, precision, hits1 } = child(kind, seed, folder);
      first ??= new Set(pairs);
      const same = pairs.filter((pair) => first!.has(pair)).length / pairs.length;
      const cells = [kind, seed, pairs.length, ...[precision, same, hits1.csls, hits1.sinkhorn].map(percent)];
      console.log(`| ${cells.join(' | ')} |`);
    }
  }
  rmSync(folder, { recursive: true });
}

if (given.play === undefined) all();
else {
  useEngine({ engine: given.play === 'wasm' ? 'wasm' : 'native', threads: Number(given.threads) });
  writeFileSync(given.out!, JSON.stringify(await found(Number(given.seed))));
}
