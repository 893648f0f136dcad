import type { Matrix } from './matrix.js';
import { hash } from './random.js';

/** The first row of each kind, and for every row the number of its kind (rows of the same values are of one kind). */
export function distinctRows(m: Matrix): { firsts: number[]; labels: Int32Array } {
  const bits = new Int32Array(m.data.buffer, m.data.byteOffset, m.data.length);
  const kinds = new Map<string, number>();
  const firsts: number[] = [];
  const labels = new Int32Array(m.rows);
  for (let i = 0; i < m.rows; i++) {
    let [a, b] = [0, 1];
    for (let p = i * m.cols; p < (i + 1) * m.cols; p++) {
      // -0 is 0.
      const cell = m.data[p] === 0 ? 0 : bits[p]!;
      a = hash(a, cell);
      b = hash(b, cell);
    }
    const key = `${a} ${b}`;
    const kind = kinds.get(key) ?? kinds.size;
    if (kind === kinds.size) {
      kinds.set(key, kind);
      firsts.push(i);
    }
    labels[i] = kind;
  }
  return { firsts, labels };
}
