import { hash, skipUnder } from './scan';
import { cell, rowAt } from './simd';

// Candidate pairs: records of four cells (score, left, right, tie).

// @ts-ignore: decorator
@inline
function record(records: usize, n: i32): usize {
  return records + ((<usize>n) << 4);
}

/** Does the record at a come before the one at b: higher score, or the same and a lower tie hash. */
// @ts-ignore: decorator
@inline
function before(a: usize, b: usize): bool {
  const x = load<f32>(a);
  const y = load<f32>(b);
  return x > y || (x == y && load<u32>(a, 12) < load<u32>(b, 12));
}

// @ts-ignore: decorator
@inline
function exchange(a: usize, b: usize): void {
  const held = v128.load(a);
  v128.store(a, v128.load(b));
  v128.store(b, held);
}

/** Sorts records [low, high) by quicksort with the middle of three, the short ranges by insertion. */
export function sortRecords(records: usize, low: i32, high: i32): void {
  while (high - low > 16) {
    const p = partition(records, low, high);
    // The shorter part first, so that the stack stays shallow.
    if (p - low < high - p) {
      sortRecords(records, low, p);
      low = p;
    } else {
      sortRecords(records, p, high);
      high = p;
    }
  }
  for (let i = low + 1; i < high; i++) {
    const held = v128.load(record(records, i));
    const score = f32x4.extract_lane(held, 0);
    const tie = <u32>i32x4.extract_lane(held, 3);
    let at = i;
    for (; at > low; at--) {
      const p = record(records, at - 1);
      const other = load<f32>(p);
      if (!(score > other || (score == other && tie < load<u32>(p, 12)))) break;
      v128.store(record(records, at), v128.load(p));
    }
    v128.store(record(records, at), held);
  }
}

/** Hoare's partition: returns m, low < m < high, with nothing in [m, high) before anything in [low, m). */
function partition(records: usize, low: i32, high: i32): i32 {
  const first = record(records, low);
  const middle = record(records, (low + high) >> 1);
  const last = record(records, high - 1);
  if (before(middle, first)) exchange(middle, first);
  if (before(last, first)) exchange(last, first);
  if (before(last, middle)) exchange(last, middle);
  const pivot = v128.load(middle);
  const score = f32x4.extract_lane(pivot, 0);
  const tie = <u32>i32x4.extract_lane(pivot, 3);
  let i = low - 1;
  let j = high;
  while (true) {
    do i++;
    while (beforeKey(record(records, i), score, tie));
    do j--;
    while (afterKey(record(records, j), score, tie));
    if (i >= j) break;
    exchange(record(records, i), record(records, j));
  }
  return j + 1;
}

// @ts-ignore: decorator
@inline
function beforeKey(a: usize, score: f32, tie: u32): bool {
  const x = load<f32>(a);
  return x > score || (x == score && load<u32>(a, 12) < tie);
}

// @ts-ignore: decorator
@inline
function afterKey(a: usize, score: f32, tie: u32): bool {
  const x = load<f32>(a);
  return x < score || (x == score && load<u32>(a, 12) > tie);
}

/** Moves the best `keep` of `count` records to the front (quickselect); returns how many are kept. */
export function keepBest(records: usize, count: i32, keep: i32): i32 {
  if (count <= keep) return count;
  let low = 0;
  let high = count;
  while (high - low > 16) {
    const p = partition(records, low, high);
    if (p <= keep) low = p;
    if (p >= keep) high = p;
    if (p == keep) return keep;
  }
  sortRecords(records, low, high);
  return keep;
}

/** Place of the record that comes last among [0, count). */
function lastOf(records: usize, count: i32): usize {
  let worst = records;
  for (let n = 1; n < count; n++) if (before(worst, record(records, n))) worst = record(records, n);
  return worst;
}

/**
 * Adds the tile's cells that may be among the `limit` best to the records (room for `capacity` records). `state` holds the
 * bound's score, its tie hash, and the number of records; a full list is cut to the best `limit`, which lifts the bound.
 */
export function pairTile(
  s: usize,
  ld: i32,
  rows: i32,
  cols: i32,
  i0: i32,
  j0: i32,
  tieSeed: u32,
  records: usize,
  capacity: i32,
  limit: i32,
  state: usize,
): void {
  let bound = load<f32>(state);
  let boundTie = load<u32>(state, 4);
  let count = load<i32>(state, 8);
  for (let i = 0; i < rows; i++) {
    const x = rowAt(s, i, ld);
    const rowSeed = hash(tieSeed, i0 + i);
    let j = skipUnder(x, 0, cols, f32x4.splat(bound));
    while (j < cols) {
      const end = min(j + 16, cols);
      for (; j < end; j++) {
        const score = load<f32>(cell(x, j));
        if (!(score >= bound)) continue;
        const tie = hash(rowSeed, j0 + j);
        if (score == bound && tie >= boundTie) continue;
        const at = record(records, count++);
        store<f32>(at, score);
        store<i32>(at, i0 + i, 4);
        store<i32>(at, j0 + j, 8);
        store<u32>(at, tie, 12);
        if (count == capacity) {
          count = keepBest(records, count, limit);
          const last = lastOf(records, count);
          bound = load<f32>(last);
          boundTie = load<u32>(last, 12);
        }
      }
      j = skipUnder(x, j, cols, f32x4.splat(bound));
    }
  }
  store<f32>(state, bound);
  store<u32>(state, boundTie, 4);
  store<i32>(state, count, 8);
}
