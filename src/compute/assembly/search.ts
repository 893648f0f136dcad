import { cell, rowAt } from './simd';

// Scans of tiles of scores: `rows` × `cols` cells at s, a row every `ld` cells; the tile starts at row i0, column j0.

/** Murmur3's finaliser over two numbers, as `hash` in ../random.ts. */
// @ts-ignore: decorator
@inline
export function hash(a: u32, b: u32): u32 {
  let h: u32 = ((a ^ 0x9e3779b9) * 0x85ebca6b) ^ ((b + 0x7f4a7c15) * 0xc2b2ae35);
  h ^= h >> 16;
  h *= 0x85ebca6b;
  h ^= h >> 13;
  h *= 0xc2b2ae35;
  return h ^ (h >> 16);
}

/** s = 2 s - r_i - r_j; radii start at the tile's row and column. */
export function correctTile(s: usize, ld: i32, rows: i32, cols: i32, rowRadii: usize, columnRadii: usize): void {
  const two = f32x4.splat(2);
  for (let i = 0; i < rows; i++) {
    const x = rowAt(s, i, ld);
    const own = load<f32>(cell(rowRadii, i));
    const r = f32x4.splat(own);
    let j = 0;
    for (; j + 4 <= cols; j += 4)
      v128.store(
        cell(x, j),
        f32x4.sub(f32x4.sub(f32x4.mul(two, v128.load(cell(x, j))), r), v128.load(cell(columnRadii, j))),
      );
    for (; j < cols; j++)
      store<f32>(cell(x, j), <f32>2 * load<f32>(cell(x, j)) - own - load<f32>(cell(columnRadii, j)));
  }
}

/** s += the sparse matrix's cells that lie in the tile. */
export function addSparseTile(
  s: usize,
  ld: i32,
  rows: i32,
  cols: i32,
  i0: i32,
  j0: i32,
  offsets: usize,
  columns: usize,
  values: usize,
): void {
  for (let i = 0; i < rows; i++) {
    let low = load<i32>(cell(offsets, i0 + i));
    const end = load<i32>(cell(offsets, i0 + i + 1));
    let high = end;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (load<i32>(cell(columns, middle)) < j0) low = middle + 1;
      else high = middle;
    }
    for (; low < end; low++) {
      const j = load<i32>(cell(columns, low)) - j0;
      if (j >= cols) break;
      const at = cell(rowAt(s, i, ld), j);
      store<f32>(at, load<f32>(at) + load<f32>(cell(values, low)));
    }
  }
}

/** First j in [j, cols) that may hold a cell > bound: steps of 16 with none are passed over. */
// @ts-ignore: decorator
@inline
function skipBelow(x: usize, j: i32, cols: i32, bound: v128): i32 {
  for (; j + 16 <= cols; j += 16) {
    const p = cell(x, j);
    const any = v128.or(
      v128.or(f32x4.gt(v128.load(p), bound), f32x4.gt(v128.load(p, 16), bound)),
      v128.or(f32x4.gt(v128.load(p, 32), bound), f32x4.gt(v128.load(p, 48), bound)),
    );
    if (v128.any_true(any)) return j;
  }
  return j;
}

/** The same for cells >= bound. */
// @ts-ignore: decorator
@inline
function skipUnder(x: usize, j: i32, cols: i32, bound: v128): i32 {
  for (; j + 16 <= cols; j += 16) {
    const p = cell(x, j);
    const any = v128.or(
      v128.or(f32x4.ge(v128.load(p), bound), f32x4.ge(v128.load(p, 16), bound)),
      v128.or(f32x4.ge(v128.load(p, 32), bound), f32x4.ge(v128.load(p, 48), bound)),
    );
    if (v128.any_true(any)) return j;
  }
  return j;
}

/** Is heap entry a worse than b: lower score, or the same and a higher column. */
// @ts-ignore: decorator
@inline
function worse(values: usize, columns: usize, a: i32, b: i32): bool {
  const x = load<f32>(cell(values, a));
  const y = load<f32>(cell(values, b));
  return x < y || (x == y && load<i32>(cell(columns, a)) > load<i32>(cell(columns, b)));
}

// @ts-ignore: decorator
@inline
function swap(values: usize, columns: usize, a: i32, b: i32): void {
  const v = load<f32>(cell(values, a));
  const c = load<i32>(cell(columns, a));
  store<f32>(cell(values, a), load<f32>(cell(values, b)));
  store<i32>(cell(columns, a), load<i32>(cell(columns, b)));
  store<f32>(cell(values, b), v);
  store<i32>(cell(columns, b), c);
}

function sink(values: usize, columns: usize, at: i32, count: i32): void {
  for (;;) {
    let child = 2 * at + 1;
    if (child >= count) return;
    if (child + 1 < count && worse(values, columns, child + 1, child)) child++;
    if (!worse(values, columns, child, at)) return;
    swap(values, columns, child, at);
    at = child;
  }
}

/** Each row's k best so far as a heap with the worst on top; heaps start as -Infinity, column 2^31 - 1. */
export function topRows(s: usize, ld: i32, rows: i32, cols: i32, j0: i32, k: i32, values: usize, columns: usize): void {
  for (let i = 0; i < rows; i++) {
    const x = rowAt(s, i, ld);
    const v = rowAt(values, i, k);
    const c = rowAt(columns, i, k);
    let bound = load<f32>(v);
    let j = skipBelow(x, 0, cols, f32x4.splat(bound));
    while (j < cols) {
      const end = min(j + 16, cols);
      for (; j < end; j++) {
        const score = load<f32>(cell(x, j));
        if (!(score > bound)) continue;
        store<f32>(v, score);
        store<i32>(c, j0 + j);
        sink(v, c, 0, k);
        bound = load<f32>(v);
      }
      j = skipBelow(x, j, cols, f32x4.splat(bound));
    }
  }
}

/** Heaps of rows into lists, best first. */
export function sortTopRows(rows: i32, k: i32, values: usize, columns: usize): void {
  for (let i = 0; i < rows; i++) {
    const v = rowAt(values, i, k);
    const c = rowAt(columns, i, k);
    for (let n = k - 1; n > 0; n--) {
      swap(v, c, 0, n);
      sink(v, c, 0, n);
    }
  }
}

/** Each column's k best so far, sorted (list j at lists + j · k); `bounds` their k-th best. */
export function topColumns(s: usize, ld: i32, rows: i32, cols: i32, k: i32, lists: usize, bounds: usize): void {
  for (let i = 0; i < rows; i++) {
    const x = rowAt(s, i, ld);
    for (let j = 0; j < cols; ) {
      if (j + 4 <= cols) {
        const above = f32x4.gt(v128.load(cell(x, j)), v128.load(cell(bounds, j)));
        if (!v128.any_true(above)) {
          j += 4;
          continue;
        }
      }
      const end = min(j + 4, cols);
      for (; j < end; j++) {
        const score = load<f32>(cell(x, j));
        if (score > load<f32>(cell(bounds, j))) insert(rowAt(lists, j, k), cell(bounds, j), k, score);
      }
    }
  }
}

function insert(list: usize, bound: usize, k: i32, score: f32): void {
  let at = k - 1;
  for (; at > 0 && load<f32>(cell(list, at - 1)) < score; at--)
    store<f32>(cell(list, at), load<f32>(cell(list, at - 1)));
  store<f32>(cell(list, at), score);
  store<f32>(bound, load<f32>(cell(list, k - 1)));
}

/**
 * A line's best so far, in four parallel arrays: score, second best score, the other end, and the hash that decides
 * among equals (the lower wins).
 */
// @ts-ignore: decorator
@inline
function offer(scores: usize, seconds: usize, ends: usize, ties: usize, at: i32, score: f32, end: i32, tie: u32): void {
  const best = load<f32>(cell(scores, at));
  if (score < best || (score == best && tie >= load<u32>(cell(ties, at)))) {
    if (score > load<f32>(cell(seconds, at))) store<f32>(cell(seconds, at), score);
    return;
  }
  store<f32>(cell(seconds, at), best);
  store<f32>(cell(scores, at), score);
  store<i32>(cell(ends, at), end);
  store<u32>(cell(ties, at), tie);
}

/** Folds a tile into the best of each of its rows; an entry is a row's, from the tile's first row on. */
export function bestOfRows(
  s: usize,
  ld: i32,
  rows: i32,
  cols: i32,
  i0: i32,
  j0: i32,
  tieSeed: u32,
  scores: usize,
  seconds: usize,
  ends: usize,
  ties: usize,
): void {
  for (let i = 0; i < rows; i++) {
    const x = rowAt(s, i, ld);
    const rowSeed = hash(tieSeed, i0 + i);
    let second = load<f32>(cell(seconds, i));
    let j = 0;
    while (true) {
      // A cell that equals the best must be looked at even where the second best equals it as well.
      j = second < load<f32>(cell(scores, i))
        ? skipBelow(x, j, cols, f32x4.splat(second))
        : skipUnder(x, j, cols, f32x4.splat(second));
      if (j >= cols) break;
      const end = min(j + 16, cols);
      for (; j < end; j++) {
        const score = load<f32>(cell(x, j));
        if (score > second || score == load<f32>(cell(scores, i))) {
          offer(scores, seconds, ends, ties, i, score, j0 + j, hash(rowSeed, j0 + j));
          second = load<f32>(cell(seconds, i));
        }
      }
    }
  }
}

/** The same by columns; an entry is a column's, from the tile's first column on. */
export function bestOfColumns(
  s: usize,
  ld: i32,
  rows: i32,
  cols: i32,
  i0: i32,
  j0: i32,
  tieSeed: u32,
  scores: usize,
  seconds: usize,
  ends: usize,
  ties: usize,
): void {
  for (let i = 0; i < rows; i++) {
    const x = rowAt(s, i, ld);
    const rowSeed = hash(tieSeed, i0 + i);
    for (let j = 0; j < cols; ) {
      if (j + 4 <= cols) {
        const v = v128.load(cell(x, j));
        const hit = v128.or(f32x4.gt(v, v128.load(cell(seconds, j))), f32x4.eq(v, v128.load(cell(scores, j))));
        if (!v128.any_true(hit)) {
          j += 4;
          continue;
        }
      }
      const end = min(j + 4, cols);
      for (; j < end; j++) {
        const score = load<f32>(cell(x, j));
        if (score > load<f32>(cell(seconds, j)) || score == load<f32>(cell(scores, j)))
          offer(scores, seconds, ends, ties, j, score, i0 + i, hash(rowSeed, j0 + j));
      }
    }
  }
}

/** How many cells of each row are at least the cell in column target[i], itself left out; -1 for a target of -1. */
export function countAtLeast(s: usize, ld: i32, rows: i32, cols: i32, targets: usize, counts: usize): void {
  for (let i = 0; i < rows; i++) {
    const target = load<i32>(cell(targets, i));
    if (target < 0) {
      store<i32>(cell(counts, i), -1);
      continue;
    }
    const x = rowAt(s, i, ld);
    const own = load<f32>(cell(x, target));
    const bound = f32x4.splat(own);
    let lanes = i32x4.splat(0);
    let j = 0;
    for (; j + 4 <= cols; j += 4) lanes = i32x4.sub(lanes, f32x4.ge(v128.load(cell(x, j)), bound));
    let count =
      i32x4.extract_lane(lanes, 0) +
      i32x4.extract_lane(lanes, 1) +
      i32x4.extract_lane(lanes, 2) +
      i32x4.extract_lane(lanes, 3);
    for (; j < cols; j++) if (load<f32>(cell(x, j)) >= own) count++;
    store<i32>(cell(counts, i), count - 1);
  }
}

// The pool of candidate pairs: records of four cells (score, left, right, tie).

// @ts-ignore: decorator
@inline
function record(pool: usize, n: i32): usize {
  return pool + ((<usize>n) << 4);
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
export function sortRecords(pool: usize, low: i32, high: i32): void {
  while (high - low > 16) {
    const p = partition(pool, low, high);
    // The shorter part first, so that the stack stays shallow.
    if (p - low < high - p) {
      sortRecords(pool, low, p);
      low = p;
    } else {
      sortRecords(pool, p, high);
      high = p;
    }
  }
  for (let i = low + 1; i < high; i++) {
    const held = v128.load(record(pool, i));
    const score = f32x4.extract_lane(held, 0);
    const tie = <u32>i32x4.extract_lane(held, 3);
    let at = i;
    for (; at > low; at--) {
      const p = record(pool, at - 1);
      const other = load<f32>(p);
      if (!(score > other || (score == other && tie < load<u32>(p, 12)))) break;
      v128.store(record(pool, at), v128.load(p));
    }
    v128.store(record(pool, at), held);
  }
}

/** Hoare's partition: returns m, low < m < high, with nothing in [m, high) before anything in [low, m). */
function partition(pool: usize, low: i32, high: i32): i32 {
  const first = record(pool, low);
  const middle = record(pool, (low + high) >> 1);
  const last = record(pool, high - 1);
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
    while (beforeKey(record(pool, i), score, tie));
    do j--;
    while (afterKey(record(pool, j), score, tie));
    if (i >= j) break;
    exchange(record(pool, i), record(pool, j));
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
export function keepBest(pool: usize, count: i32, keep: i32): i32 {
  if (count <= keep) return count;
  let low = 0;
  let high = count;
  while (high - low > 16) {
    const p = partition(pool, low, high);
    if (p <= keep) low = p;
    if (p >= keep) high = p;
    if (p == keep) return keep;
  }
  sortRecords(pool, low, high);
  return keep;
}

/** Place of the record that comes last among [0, count). */
function lastOf(pool: usize, count: i32): usize {
  let worst = pool;
  for (let n = 1; n < count; n++) if (before(worst, record(pool, n))) worst = record(pool, n);
  return worst;
}

/**
 * Adds the tile's cells that may be among the `limit` best to the pool (room for `capacity` records). `state` holds the
 * bound's score, its tie hash, and the number of records; a full pool is cut to the best `limit`, which lifts the bound.
 */
export function poolTile(
  s: usize,
  ld: i32,
  rows: i32,
  cols: i32,
  i0: i32,
  j0: i32,
  tieSeed: u32,
  pool: usize,
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
        const at = record(pool, count++);
        store<f32>(at, score);
        store<i32>(at, i0 + i, 4);
        store<i32>(at, j0 + j, 8);
        store<u32>(at, tie, 12);
        if (count == capacity) {
          count = keepBest(pool, count, limit);
          const last = lastOf(pool, count);
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
