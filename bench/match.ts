/**
 * Sinkhorn's time and memory, dense in strips and on the best k, against NumPy's dense way; and what best-k gets wrong.
 *
 *     node bench/run.mjs match [--rows 10500] [--width 300] [--k 16,64,128] [--engine native] [--threads 2] [--python python3]
 *
 * Planted unit vectors, temperature 50, 10 steps. Each way has a process of its own, so that its peak memory is its own;
 * that of the vectors alone stands in the first row. NumPy: the same vectors, the whole matrix in 32 bits.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type EngineName,
  type Matrix,
  matrix,
  mutualTransport,
  normalizeRows,
  random,
  type Scores,
  sinkhorn,
  transportProbabilities,
  transportRanks,
  useEngine,
} from '../src/compute/index.js';

const { values: given } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'string', default: '10500' },
    width: { type: 'string', default: '300' },
    k: { type: 'string', default: '16,64,128' },
    engine: { type: 'string', default: 'native' },
    threads: { type: 'string', default: '2' },
    python: { type: 'string', default: 'python3' },
    way: { type: 'string' },
  },
});
const [rows, width, threads] = [given.rows, given.width, given.threads].map(Number) as [number, number, number];
const setting = { temperature: 50, steps: 10 };

/** The right side is the left one and noise of about three times its length, so that some half are found. */
function planted(): Scores {
  const draw = random(1).fork('match bench');
  const left = matrix(
    rows,
    width,
    Float32Array.from({ length: rows * width }, () => draw.normal()),
  );
  const right = matrix(
    rows,
    width,
    left.data.map((x) => x + 4 * draw.normal()),
  );
  return { left: normalizeRows(left), right: normalizeRows(right) };
}

const own = Int32Array.from({ length: rows }, (_, i) => i);
const hits = (ranks: Int32Array) => (100 * ranks.filter((better) => better === 0).length) / rows;

interface Cost {
  readonly seconds: number;
  readonly cpu: number;
  readonly memory: number;
}
const line = (way: string, { seconds, cpu, memory }: Cost, ...more: string[]) =>
  console.log(`| ${[way, seconds.toFixed(1), cpu.toFixed(1), memory.toFixed(0), ...more].join(' | ')} |`);

function measured<T>(work: () => T): [T, Cost] {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const result = work();
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - start) / 1000;
  return [result, { seconds, cpu: (user + system) / 1e6, memory: process.resourceUsage().maxRSS / 1024 }];
}

const ways: Record<string, () => void> = {
  vectors: () => {
    const [, cost] = measured(planted);
    line('the vectors alone', cost, '', '', '');
  },
  dense: () => {
    const scores = planted();
    const [plan, cost] = measured(() => sinkhorn(scores, setting));
    line('all, in strips', cost, hits(transportRanks(plan, own)).toFixed(2), '', '');
  },
};

function sparse(k: number): void {
  const scores = planted();
  const [plan, cost] = measured(() => sinkhorn(scores, { ...setting, candidates: k }));
  const dense = sinkhorn(scores, setting);
  const pairs = mutualTransport(dense, { tieSeed: 1 });
  const found = mutualTransport(plan, { tieSeed: 1 });
  const partner = new Map(Array.from(found.left, (i, p) => [i, found.right[p]!]));
  const same = pairs.left.filter((i, p) => partner.get(i) === pairs.right[p]).length;
  const exact = transportProbabilities(dense, pairs);
  const error = transportProbabilities(plan, pairs).map((p, i) => Math.abs(p - exact[i]!));
  const mean = error.reduce((a, b) => a + b, 0) / error.length;
  const off = `${mean.toFixed(4)}, at most ${Math.max(...error).toFixed(3)}`;
  line(`best ${k}`, cost, hits(transportRanks(plan, own)).toFixed(2), `${same} of ${pairs.left.length}`, off);
}

const numpy = `
import sys, time, resource, numpy as np
n, d, folder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
L, R = (np.fromfile(f'{folder}/{x}.bin', np.float32).reshape(n, d) for x in ('left', 'right'))
used = lambda: sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
t, c = time.time(), used()
S = L @ R.T
K = np.exp((S - S.max(1, keepdims=True)) * np.float32(${setting.temperature}))
for _ in range(${setting.steps}):
    K /= K.sum(1, keepdims=True); K /= K.sum(0, keepdims=True)
t, c = time.time() - t, used() - c
h = 100 * np.mean((K >= np.diag(K)[:, None]).sum(1) == 1)
print(f'| NumPy {np.__version__}, all at once | {t:.1f} | {c:.1f} | {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} | {h:.2f} |  |  |')
`;

/** The vectors go to it as files: its memory shall be its own. */
function againstNumpy(): void {
  const folder = mkdtempSync(join(tmpdir(), 'psqe-bench-'));
  const write = (name: string, { data }: Matrix) =>
    writeFileSync(join(folder, `${name}.bin`), new Uint8Array(data.buffer));
  const { left, right } = planted();
  write('left', left);
  write('right', right);
  const env = { ...process.env, OPENBLAS_NUM_THREADS: String(threads), OMP_NUM_THREADS: String(threads) };
  const args = ['-c', numpy, String(rows), String(width), folder];
  const { status, error } = spawnSync(given.python!, args, { stdio: ['ignore', 'inherit', 'ignore'], env });
  if (error || status !== 0) console.log(`| NumPy: ${given.python} has none, skipped |`);
  rmSync(folder, { recursive: true });
}

function all(): void {
  console.log(`${rows} × ${rows}, ${width} wide, engine ${given.engine}, ${threads} threads\n`);
  console.log(
    '| way | seconds | CPU seconds | peak memory, MiB | Hits@1 | of the mutual pairs | their P off by, mean |',
  );
  console.log('|---|---|---|---|---|---|---|');
  for (const way of ['vectors', 'dense', ...given.k!.split(',')])
    spawnSync(process.execPath, [...process.execArgv, ...process.argv.slice(1), '--way', way], { stdio: 'inherit' });
  againstNumpy();
  console.log(`\nLoad of the machine at the end: ${loadavg()[0]!.toFixed(1)}`);
}

if (given.way === undefined) all();
else {
  useEngine({ engine: given.engine as EngineName, threads });
  if (given.way in ways) ways[given.way]!();
  else sparse(Number(given.way));
}
