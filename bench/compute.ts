/**
 * What the engines take for the work that counts; the least of several runs, on an otherwise quiet machine.
 *
 *     npm run bench:compute [-- --engines native,wasm,tensorflow,js] [--threads 2]
 */
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { EngineError } from '../src/base/index.js';
import {
  adamwStep,
  contrastiveLoss,
  cslsRadii,
  csrFromTriplets,
  type EngineName,
  graphAttention,
  kmeans,
  matmul,
  matrix,
  mutualNearest,
  random,
  sparseMatMul,
  topK,
  topPairs,
  useEngine,
  withCsls,
} from '../src/compute/index.js';

const { values } = parseArgs({
  allowPositionals: true,
  options: { threads: { type: 'string' }, engines: { type: 'string', default: 'native,wasm,tensorflow,js' } },
});
const threads = values.threads ? Number(values.threads) : undefined;
const r = random(1);
const uniform = (rows: number, cols: number) =>
  matrix(
    rows,
    cols,
    Float32Array.from({ length: rows * cols }, () => r.uniform() - 0.5),
  );

/** Least time of `times` calls after one that warms up; what they return is disposed of. */
function least(times: number, f: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i <= times; i++) {
    const start = performance.now();
    const result = f();
    // Reading one cell waits for engines that compute in the background.
    if (result instanceof tf.Tensor) result.dataSync();
    if (i > 0) best = Math.min(best, performance.now() - start);
    tf.dispose(result as tf.Tensor);
  }
  return best;
}

const tensor = (rows: number, cols: number) => tf.tensor2d(uniform(rows, cols).data, [rows, cols]);
const indices = (count: number, limit: number) => Int32Array.from({ length: count }, () => r.integer(limit));
const graph = csrFromTriplets(40_000, 40_000, indices(200_000, 40_000), indices(200_000, 40_000));

/** Names, as in the table of the design notes, and what each measures; `slow`: not on plain JavaScript. */
const work: [name: string, measure: () => number, slow?: boolean][] = [
  [
    'gemm 4096 × 300 × 4096',
    () => timed([tensor(4096, 300), tensor(300, 4096)], 5, (a, b) => dry(tf.matMul(a, b))),
    true,
  ],
  ['gemm 4096³', () => timed([tensor(4096, 4096), tensor(4096, 4096)], 2, (a, b) => dry(tf.matMul(a, b))), true],
  ['row softmax 3500 × 7000', () => timed([tensor(3500, 7000)], 5, (a) => dry(tf.softmax(a)))],
  [
    'gather 200k rows of 40k × 300',
    () => {
      const rows = tf.tensor1d(indices(200_000, 40_000), 'int32');
      return timed([tensor(40_000, 300)], 5, (x) => dry(tf.gather(x, rows)), rows);
    },
  ],
  [
    'segment sum 200k × 300 → 40k × 300',
    () => {
      const rows = tf.tensor1d(indices(200_000, 40_000), 'int32');
      return timed([tensor(200_000, 300)], 5, (x) => dry(tf.unsortedSegmentSum(x, rows, 40_000)), rows);
    },
  ],
  [
    'AdamW step, 40k × 300',
    () => {
      const [p, m, v] = [1, 2, 3].map(() => tf.variable(tf.ones([40_000, 300]))) as tf.Variable[];
      const options = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, step: 1 };
      const step = (g: tf.Tensor) => {
        adamwStep(p!, g, { m: m!, v: v! }, options);
        return undefined;
      };
      return timed([tensor(40_000, 300)], 10, step, p!, m!, v!);
    },
  ],
  [
    'ICL, forward and backward, B 3500, D 300',
    () =>
      timed(
        [tensor(3500, 300), tensor(3500, 300)],
        3,
        gradient((x, y) => contrastiveLoss(x!, y!, 0.1)),
      ),
    true,
  ],
  [
    'graph attention, forward and backward, 40k nodes, 200k edges, D 300',
    () => {
      const inputs = [tensor(40_000, 300), tensor(2, 300), tensor(2, 600)];
      return timed(
        inputs,
        3,
        gradient((h, w, a) => tf.sum(graphAttention(h!, w!, a!, graph))),
      );
    },
    true,
  ],
  [
    'sparse product, forward and backward, 200k cells, D 300',
    () =>
      timed(
        [tensor(40_000, 300)],
        3,
        gradient((x) => tf.sum(sparseMatMul(graph, x!))),
      ),
    true,
  ],
  [
    'matmul of matrices 4096 × 300 × 4096',
    () => withMatrices(4096, 4096, 3, (a, b) => matmul(a, b, { transposeB: true })),
    true,
  ],
  [
    'top-50 of 19,388 × 19,388, D 300',
    () => withMatrices(19_388, 19_388, 2, (left, right) => topK({ left, right }, 50)),
    true,
  ],
  [
    'CSLS radii, k 10, 19,388 × 19,572',
    () => withMatrices(19_388, 19_572, 1, (left, right) => cslsRadii({ left, right }, 10)),
    true,
  ],
  [
    'top 600,000 pairs of 19,388 × 19,572, CSLS 10',
    () =>
      withMatrices(19_388, 19_572, 1, (left, right) =>
        topPairs(withCsls({ left, right }, 10), { limit: 600_000, tieSeed: 1 }),
      ),
    true,
  ],
  [
    'mutual nearest of 19,388 × 19,572',
    () => withMatrices(19_388, 19_572, 1, (left, right) => mutualNearest({ left, right }, { tieSeed: 1 })),
    true,
  ],
  [
    'k-means, 40k × 300, 50 clusters',
    () => withMatrices(40_000, 1, 0, (m) => kmeans(m, { clusters: 50, seed: 1 })),
    true,
  ],
];

/** A tensor's values are not read out when time is taken, but on engines that compute in the background. */
const dry = (x: tf.Tensor) => {
  if (tf.getBackend() === 'tensorflow') return x;
  x.dispose();
  return undefined;
};

function timed(
  inputs: tf.Tensor2D[],
  times: number,
  f: (...x: tf.Tensor2D[]) => unknown,
  ...more: tf.Tensor[]
): number {
  const time = least(times, () => f(...inputs));
  tf.dispose([...inputs, ...more]);
  return time;
}

const gradient =
  (op: (...x: tf.Tensor2D[]) => tf.Tensor) =>
  (...inputs: tf.Tensor2D[]) => {
    const { value, grads } = tf.valueAndGrads((...x: tf.Tensor[]) => op(...(x as tf.Tensor2D[])))(inputs);
    value.dataSync();
    tf.dispose([value, ...grads]);
  };

function withMatrices<T>(
  n: number,
  m: number,
  times: number,
  f: (a: ReturnType<typeof uniform>, b: ReturnType<typeof uniform>) => T,
): number {
  const [a, b] = [uniform(n, 300), uniform(m, 300)];
  if (times > 0) return least(times, () => void f(a, b));
  const start = performance.now();
  f(a, b);
  return performance.now() - start;
}

const columns: [EngineName, Map<string, number>][] = [];
for (const engine of values.engines!.split(',') as EngineName[]) {
  try {
    const { why, threads: used, blas } = useEngine({ engine, threads });
    console.error(`${engine}: ${used} threads; ${why}${blas ? ` (${blas.config})` : ''}`);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    console.error(`${engine}: left out, ${error.message}`);
    continue;
  }
  const column = new Map<string, number>();
  for (const [name, measure, slow] of work) {
    if (slow && engine === 'js') continue;
    column.set(name, measure());
    console.error(`  ${name}: ${column.get(name)!.toFixed(1)} ms`);
  }
  columns.push([engine, column]);
}

console.log(`${cpus()[0]?.model}, ${availableParallelism()} cores, Node ${process.versions.node}; milliseconds\n`);
console.log(`| work | ${columns.map(([engine]) => engine).join(' | ')} |\n|---|${columns.map(() => '---').join('|')}|`);
for (const [name] of work) {
  const cells = columns.map(([, column]) => column.get(name)?.toFixed(column.get(name)! < 20 ? 1 : 0) ?? '-');
  console.log(`| ${name} | ${cells.join(' | ')} |`);
}
console.log(`\npeak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
