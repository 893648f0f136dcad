// Sparse products and graph attention: rows shared so that each thread has about as many cells.
import type { Context } from './context.js';
import { type Job, job, type Numbers } from './job.js';
import { type Given, givenTo, kernelOf } from './ranged.js';
import { sumsCells } from './sizes.js';

/** Thread t's rows of a pattern: cut where the cells (and a share for each row) reach t/T of all. */
function rowShare(c: Context, offsets: number, rows: number, t: number, T: number): [from: number, to: number] {
  if (T === 1) return [0, rows];
  const starts = new Int32Array(c.memory.buffer, offsets, rows + 1);
  const work = (i: number) => starts[i]! + i;
  const cut = (part: number) => {
    const goal = (work(rows) * part) / T;
    let low = 0;
    let high = rows;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (work(middle) < goal) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return [cut(t), cut(t + 1)];
}

type GraphKernel =
  | 'sparseRows'
  | 'attentionCoefficients'
  | 'attentionColumnSums'
  | 'attentionRows'
  | 'attentionBackward';

/**
 * A job over `rows` that hands this thread's to a kernel of the same name; `own` changes numbers into the thread's.
 * `split`: the offsets of the pattern by whose cells the rows are shared out.
 */
function overRows<K extends GraphKernel>(
  kernel: K,
  own: (numbers: Numbers<Given<K>>, t: number) => Partial<Numbers<Given<K>>> = () => ({}),
): Job<Given<K> | 'rows' | 'split'> {
  const given = givenTo(kernel);
  return job<Given<K> | 'rows' | 'split'>(['rows', 'split', ...given], (c, numbers, t, T) => {
    const [from, to] = rowShare(c, numbers.split, numbers.rows, t, T);
    const mine: Numbers<Given<K>> = { ...numbers, ...own(numbers, t) };
    if (to > from) kernelOf(c.k, kernel)(...given.map((name) => mine[name]), from, to);
  });
}

export const sparseRows = overRows('sparseRows');
export const attentionCoefficients = overRows('attentionCoefficients');
export const attentionColumnSums = overRows('attentionColumnSums');

/** The sums are a thread each. */
export const attentionRows = overRows('attentionRows', ({ sums, heads, width }, t) => ({
  sums: sums + 4 * t * sumsCells(heads, width),
}));

/** Weight gradients (heads × width, zero at the start) and sums are a thread each. */
export const attentionBackward = overRows('attentionBackward', ({ weightGradient, sums, heads, width }, t) => ({
  weightGradient: weightGradient + 4 * t * heads * width,
  sums: sums + 4 * t * sumsCells(heads, width),
}));
