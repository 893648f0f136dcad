import { csrFromTriplets, transposeCsr } from '../csr.js';
import type { Device } from '../device/device.js';
import { currentDevice } from '../engine.js';
import type { Csr } from '../matrix.js';
import { onDevice } from './device-scores.js';
import { checkScores, type Scores } from './scores.js';
import { eachStrip } from './strips.js';
import { bestOfRow, emptyLists } from './top-k.js';

/** Lists of the best of each line (row or column), best first, `width` a line; where there are fewer, -Infinity. */
export interface Lists {
  readonly width: number;
  readonly values: Float32Array;
  readonly ends: Int32Array;
}

/** The k best of each row and of each column, and one more, which shows whether the last is alone with its score. */
export interface BestLists {
  readonly k: number;
  readonly byRow: Lists;
  readonly byColumn: Lists;
}

/**
 * The k + 1 best of each row and of each column, in one pass over the scores.
 * @throws RangeError when k is no whole number from 1
 */
export function bestLists(scores: Scores, k: number): BestLists {
  checkScores(scores);
  if (!(Number.isInteger(k) && k > 0)) throw new RangeError(`bestCells: k is ${k}`);
  const [n, m] = [scores.left.rows, scores.right.rows];
  const widths = [Math.min(k + 1, m), Math.min(k + 1, n)] as const;
  if (n === 0 || m === 0) return { k, byRow: emptyOf(0), byColumn: emptyOf(0) };
  const device = currentDevice();
  const [byRow, byColumn] = device ? bothOnDevice(device, scores, widths) : plainBoth(scores, widths);
  return { k, byRow, byColumn };
}

/**
 * The cells that are among the k best of their row or of their column, with their scores: N × M. Equal scores of which
 * only some would fit are all left out, so that no order of entities decides: a row whose best score stands more than k
 * times has none of its own.
 * @throws RangeError when k is no whole number from 1
 */
export const bestCells = (scores: Scores, k: number): Csr => cellsOfLists(scores, bestLists(scores, k));

/** {@link bestCells} by the lists of the same scores. */
export function cellsOfLists({ left, right }: Pick<Scores, 'left' | 'right'>, lists: BestLists): Csr {
  if (left.rows > 0 && right.rows > 0) return union(lists.byRow, lists.byColumn, lists.k);
  return csrFromTriplets(left.rows, right.rows, new Int32Array(0), new Int32Array(0));
}

const emptyOf = (cells: number, width = 0): Lists => ({
  width,
  values: new Float32Array(cells).fill(Number.NEGATIVE_INFINITY),
  ends: new Int32Array(cells),
});

/** The (k + 1)-th best of each line, which what is kept has to beat; -Infinity where there is none. */
function boundsOf({ width, values }: Lists, k: number): Float32Array {
  const lines = values.length / width;
  return Float32Array.from({ length: lines }, (_, i) =>
    width > k ? values[i * width + k]! : Number.NEGATIVE_INFINITY,
  );
}

/** What beats its row's bound, and what beats its column's but not its row's. */
function union(byRow: Lists, byColumn: Lists, k: number): Csr {
  const [rowBounds, columnBounds] = [boundsOf(byRow, k), boundsOf(byColumn, k)];
  const eachKept = (visit: (i: number, j: number, value: number) => void) => {
    eachEntry(byRow, (i, j, value) => {
      if (value > rowBounds[i]!) visit(i, j, value);
    });
    eachEntry(byColumn, (j, i, value) => {
      if (value > columnBounds[j]! && !(value > rowBounds[i]!)) visit(i, j, value);
    });
  };
  // Column by column in any order: the transpose then has each row's columns ascending.
  const offsets = new Int32Array(columnBounds.length + 1);
  eachKept((_, j) => {
    offsets[j + 1]!++;
  });
  for (let j = 0; j < columnBounds.length; j++) offsets[j + 1]! += offsets[j]!;
  const next = offsets.slice();
  const cells = offsets[columnBounds.length]!;
  const [columns, values] = [new Int32Array(cells), new Float32Array(cells)];
  eachKept((i, j, value) => {
    columns[next[j]!] = i;
    values[next[j]!++] = value;
  });
  return transposeCsr({ rows: columnBounds.length, cols: rowBounds.length, offsets, columns, values });
}

function eachEntry({ width, values, ends }: Lists, visit: (line: number, end: number, value: number) => void): void {
  for (let at = 0, i = 0; at < values.length; i++)
    for (let a = 0; a < width; a++, at++) if (values[at]! > Number.NEGATIVE_INFINITY) visit(i, ends[at]!, values[at]!);
}

/** One pass; each thread keeps its own rows' best by column. */
function bothOnDevice(device: Device, scores: Scores, [k, columnK]: readonly [number, number]): [Lists, Lists] {
  const { heap, threads } = device;
  return onDevice(device, scores, {}, ({ rows, cols, paddedCols, run }) => {
    const cells = cols * columnK;
    const sizes = [rows * k, rows * k, threads * cells, threads * cells, threads * paddedCols];
    return device.with(sizes, (topValues, topIndices, columnLists, columnEnds, columnBounds) => {
      emptyLists(device, topValues!, topIndices!, rows * k);
      emptyLists(device, columnLists!, columnEnds!, threads * cells);
      heap.floats(columnBounds!, threads * paddedCols).fill(Number.NEGATIVE_INFINITY);
      const top = { k, topValues: topValues!, topIndices: topIndices! };
      const columns = { columnK, columnLists: columnLists!, columnEnds: columnEnds!, columnBounds: columnBounds! };
      run('searchTopBoth', { ...top, ...columns });
      const byRow = {
        width: k,
        values: heap.floats(topValues!, rows * k).slice(),
        ends: heap.integers(topIndices!, rows * k).slice(),
      };
      const found = heap.floats(columnLists!, threads * cells);
      const ends = heap.integers(columnEnds!, threads * cells);
      return [byRow, merged(found, ends, { threads, lines: cols, width: columnK })];
    });
  });
}

/** The threads' sorted lists of each line into one. */
function merged(
  values: Float32Array,
  ends: Int32Array,
  { threads, lines, width }: { threads: number; lines: number; width: number },
): Lists {
  const out = { width, values: new Float32Array(lines * width), ends: new Int32Array(lines * width) };
  const next = new Int32Array(threads);
  for (let j = 0; j < lines; j++) {
    for (let t = 0; t < threads; t++) next[t] = (t * lines + j) * width;
    for (let a = 0; a < width; a++) {
      let best = 0;
      for (let t = 1; t < threads; t++) if (values[next[t]!]! > values[next[best]!]!) best = t;
      const at = next[best]!++;
      out.values[j * width + a] = values[at]!;
      out.ends[j * width + a] = ends[at]!;
    }
  }
  return out;
}

function plainBoth(scores: Scores, [k, columnK]: readonly [number, number]): [Lists, Lists] {
  const [n, m] = [scores.left.rows, scores.right.rows];
  const [byRow, byColumn] = [emptyOf(n * k, k), emptyOf(m * columnK, columnK)];
  eachStrip(scores, (start, rows, data) => {
    for (let i = 0; i < rows; i++) {
      bestOfRow(data.subarray(i * m, (i + 1) * m), k, byRow.ends, byRow.values, (start + i) * k);
      for (let j = 0; j < m; j++) offer(byColumn, j, start + i, data[i * m + j]!);
    }
  });
  return [byRow, byColumn];
}

function offer({ width, values, ends }: Lists, line: number, end: number, score: number): void {
  const at = line * width;
  if (!(score > values[at + width - 1]!)) return;
  let p = at + width - 1;
  for (; p > at && values[p - 1]! < score; p--) {
    values[p] = values[p - 1]!;
    ends[p] = ends[p - 1]!;
  }
  values[p] = score;
  ends[p] = end;
}
