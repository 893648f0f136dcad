// Made by ../wasm/build.mjs from what the kernels export; not to be edited.

export interface Kernels {
  adamw(p: number, g: number, m: number, v: number, beta1: number, beta2: number, rest1: number, rest2: number, epsilon: number, shrink: number, rate: number, rootCorrection: number, from: number, to: number): void;
  bestOfRows(s: number, ld: number, rows: number, cols: number, i0: number, j0: number, tieSeed: number, scores: number, seconds: number, ends: number, ties: number): void;
  bestOfColumns(s: number, ld: number, rows: number, cols: number, i0: number, j0: number, tieSeed: number, scores: number, seconds: number, ends: number, ties: number): void;
  binarySame(op: number, a: number, b: number, out: number, from: number, to: number): void;
  binaryScalar(op: number, a: number, s: number, out: number, swapped: number, from: number, to: number): void;
  binaryRow(op: number, a: number, b: number, out: number, swapped: number, n: number, from: number, to: number): void;
  binaryColumn(op: number, a: number, b: number, out: number, swapped: number, n: number, from: number, to: number): void;
  fill(x: number, value: number, from: number, to: number): void;
  lseTileRows(s: number, ld: number, rows: number, cols: number, greatest: number, sums: number, masked: number): void;
  lseTileColumns(s: number, ld: number, rows: number, cols: number, greatest: number, sums: number): void;
  takeDiagonal(s: number, ld: number, rows: number, out: number): void;
  contrastTile(s: number, ld: number, rows: number, cols: number, rowLse: number, columnLse: number, kind: number): void;
  alignTile(s: number, t: number, ld: number, rows: number, cols: number, rowLse: number, columnLse: number, rowJointLse: number, columnJointLse: number, kind: number): number;
  mergeLse(greatest: number, sums: number, threads: number, stride: number, n: number): void;
  gemmScratch(): number;
  gemm(a: number, rsA: number, csA: number, b: number, rsB: number, csB: number, c: number, ldc: number, M: number, N: number, K: number, alpha: number, beta: number, scratch: number): void;
  sparseRows(offsets: number, columns: number, values: number, x: number, out: number, width: number, from: number, to: number): void;
  attentionCoefficients(offsets: number, columns: number, scores: number, coefficients: number, heads: number, leak: number, from: number, to: number): void;
  attentionRows(offsets: number, columns: number, source: number, coefficients: number, x: number, weight: number, out: number, sums: number, heads: number, width: number, factor: number, add: number, from: number, to: number): void;
  attentionBackward(offsets: number, columns: number, coefficients: number, scores: number, x: number, weight: number, up: number, cellGradients: number, scoreGradients: number, weightGradient: number, sums: number, heads: number, width: number, leak: number, from: number, to: number): void;
  attentionColumnSums(offsets: number, source: number, cellGradients: number, scoreGradients: number, heads: number, from: number, to: number): void;
  sortRecords(records: number, low: number, high: number): void;
  keepBest(records: number, count: number, keep: number): number;
  pairTile(s: number, ld: number, rows: number, cols: number, i0: number, j0: number, tieSeed: number, records: number, capacity: number, limit: number, state: number): void;
  rowSums(x: number, out: number, n: number, scale: number, from: number, to: number): void;
  rowMaxima(x: number, out: number, n: number, from: number, to: number): void;
  columnSums(x: number, out: number, n: number, from: number, to: number): void;
  softmaxRows(x: number, out: number, n: number, from: number, to: number): void;
  unitRows(x: number, out: number, inverse: number, n: number, from: number, to: number): void;
  unitRowsGradient(y: number, inverse: number, dy: number, out: number, n: number, from: number, to: number): void;
  copyRows(x: number, xStride: number, out: number, outStride: number, width: number, from: number, to: number): void;
  gatherRows(x: number, index: number, out: number, n: number, from: number, to: number): void;
  segmentSums(x: number, segment: number, count: number, out: number, n: number, from: number, to: number): void;
  transpose(x: number, out: number, rows: number, cols: number, from: number, to: number): void;
  correctTile(s: number, ld: number, rows: number, cols: number, rowRadii: number, columnRadii: number): void;
  addSparseTile(s: number, ld: number, rows: number, cols: number, i0: number, j0: number, offsets: number, columns: number, values: number): void;
  countAtLeast(s: number, ld: number, rows: number, cols: number, targets: number, counts: number): void;
  topRows(s: number, ld: number, rows: number, cols: number, j0: number, k: number, values: number, columns: number): void;
  sortTopRows(rows: number, k: number, values: number, columns: number): void;
  topColumns(s: number, ld: number, rows: number, cols: number, i0: number, k: number, lists: number, ends: number, bounds: number): void;
  transportRows(s: number, ld: number, rows: number, cols: number, scale: number, slack: number, columnPotentials: number, rowPotentials: number): void;
  transportColumns(s: number, ld: number, rows: number, cols: number, greatest: number, sums: number, tops: number): void;
  unary(op: number, x: number, out: number, c: number, from: number, to: number): void;
}

export const parameters = {
  adamw: ['p', 'g', 'm', 'v', 'beta1', 'beta2', 'rest1', 'rest2', 'epsilon', 'shrink', 'rate', 'rootCorrection', 'from', 'to'],
  bestOfRows: ['s', 'ld', 'rows', 'cols', 'i0', 'j0', 'tieSeed', 'scores', 'seconds', 'ends', 'ties'],
  bestOfColumns: ['s', 'ld', 'rows', 'cols', 'i0', 'j0', 'tieSeed', 'scores', 'seconds', 'ends', 'ties'],
  binarySame: ['op', 'a', 'b', 'out', 'from', 'to'],
  binaryScalar: ['op', 'a', 's', 'out', 'swapped', 'from', 'to'],
  binaryRow: ['op', 'a', 'b', 'out', 'swapped', 'n', 'from', 'to'],
  binaryColumn: ['op', 'a', 'b', 'out', 'swapped', 'n', 'from', 'to'],
  fill: ['x', 'value', 'from', 'to'],
  lseTileRows: ['s', 'ld', 'rows', 'cols', 'greatest', 'sums', 'masked'],
  lseTileColumns: ['s', 'ld', 'rows', 'cols', 'greatest', 'sums'],
  takeDiagonal: ['s', 'ld', 'rows', 'out'],
  contrastTile: ['s', 'ld', 'rows', 'cols', 'rowLse', 'columnLse', 'kind'],
  alignTile: ['s', 't', 'ld', 'rows', 'cols', 'rowLse', 'columnLse', 'rowJointLse', 'columnJointLse', 'kind'],
  mergeLse: ['greatest', 'sums', 'threads', 'stride', 'n'],
  gemmScratch: [],
  gemm: ['a', 'rsA', 'csA', 'b', 'rsB', 'csB', 'c', 'ldc', 'M', 'N', 'K', 'alpha', 'beta', 'scratch'],
  sparseRows: ['offsets', 'columns', 'values', 'x', 'out', 'width', 'from', 'to'],
  attentionCoefficients: ['offsets', 'columns', 'scores', 'coefficients', 'heads', 'leak', 'from', 'to'],
  attentionRows: ['offsets', 'columns', 'source', 'coefficients', 'x', 'weight', 'out', 'sums', 'heads', 'width', 'factor', 'add', 'from', 'to'],
  attentionBackward: ['offsets', 'columns', 'coefficients', 'scores', 'x', 'weight', 'up', 'cellGradients', 'scoreGradients', 'weightGradient', 'sums', 'heads', 'width', 'leak', 'from', 'to'],
  attentionColumnSums: ['offsets', 'source', 'cellGradients', 'scoreGradients', 'heads', 'from', 'to'],
  sortRecords: ['records', 'low', 'high'],
  keepBest: ['records', 'count', 'keep'],
  pairTile: ['s', 'ld', 'rows', 'cols', 'i0', 'j0', 'tieSeed', 'records', 'capacity', 'limit', 'state'],
  rowSums: ['x', 'out', 'n', 'scale', 'from', 'to'],
  rowMaxima: ['x', 'out', 'n', 'from', 'to'],
  columnSums: ['x', 'out', 'n', 'from', 'to'],
  softmaxRows: ['x', 'out', 'n', 'from', 'to'],
  unitRows: ['x', 'out', 'inverse', 'n', 'from', 'to'],
  unitRowsGradient: ['y', 'inverse', 'dy', 'out', 'n', 'from', 'to'],
  copyRows: ['x', 'xStride', 'out', 'outStride', 'width', 'from', 'to'],
  gatherRows: ['x', 'index', 'out', 'n', 'from', 'to'],
  segmentSums: ['x', 'segment', 'count', 'out', 'n', 'from', 'to'],
  transpose: ['x', 'out', 'rows', 'cols', 'from', 'to'],
  correctTile: ['s', 'ld', 'rows', 'cols', 'rowRadii', 'columnRadii'],
  addSparseTile: ['s', 'ld', 'rows', 'cols', 'i0', 'j0', 'offsets', 'columns', 'values'],
  countAtLeast: ['s', 'ld', 'rows', 'cols', 'targets', 'counts'],
  topRows: ['s', 'ld', 'rows', 'cols', 'j0', 'k', 'values', 'columns'],
  sortTopRows: ['rows', 'k', 'values', 'columns'],
  topColumns: ['s', 'ld', 'rows', 'cols', 'i0', 'k', 'lists', 'ends', 'bounds'],
  transportRows: ['s', 'ld', 'rows', 'cols', 'scale', 'slack', 'columnPotentials', 'rowPotentials'],
  transportColumns: ['s', 'ld', 'rows', 'cols', 'greatest', 'sums', 'tops'],
  unary: ['op', 'x', 'out', 'c', 'from', 'to'],
} as const;
