import type { Csr } from '../matrix.js';
import { type BestLists, bestCells, cellsOfLists } from './best-cells.js';
import { checkScores, type Scores } from './scores.js';
import { densePotentials } from './sinkhorn-dense.js';
import type { Potentials, SinkhornOptions } from './sinkhorn-options.js';
import { sparsePotentials } from './sinkhorn-sparse.js';
import type { SparsePlan, TransportPlan } from './transport-plan.js';

/**
 * Sinkhorn's algorithm on exp(temperature · score) (Sinkhorn 1964; Cuturi, arXiv 1306.0895; for entities Mao et al.,
 * EMNLP 2021, who use temperature 50 and 10 steps), in logarithms: rows, then columns are made to add up to 1, `steps`
 * times over. With `slack` every row and every column may also give to nothing (softassign; Gold et al. 1998); the
 * columns' potentials then start at half of their best score, without it at 0, as in the paper.
 *
 * With `candidates` k only the best k cells of each row and each column take part ({@link bestCells}): one pass over the
 * scores and memory of 16 bytes a cell, of which there are up to k (N + M). What is left out makes P too high, most where
 * many score alike: on the test ends of the embedded pair (2,845 of each graph, fused features, temperature 50, 10 steps)
 * k = 64 has 2,002 of the dense plan's 2,064 mutual pairs, with P .020 off in the mean and .76 at most; Hits@1 49.07 for
 * 49.00. k = 128: 2,035, .010 and .40, 49.07.
 *
 * Without, all cells take part; they are computed anew in every step, with the memory of a strip.
 * @throws RangeError for options out of range
 */
export function sinkhorn(scores: Scores, o: SinkhornOptions): TransportPlan {
  checkScores(scores);
  checkOptions(o);
  if (!o.candidates) return densePlan(scores, densePotentials(scores, o), o.temperature);
  return planOnCells(scores, bestCells(scores, o.candidates), o);
}

/** The plan of `sinkhorn` with `candidates`, by the lists of the same scores. */
export function planOfLists(scores: Scores, lists: BestLists, o: Omit<SinkhornOptions, 'candidates'>): SparsePlan {
  checkOptions(o);
  return planOnCells(scores, cellsOfLists(scores, lists), o);
}

const planOnCells = (scores: Scores, cells: Csr, o: SinkhornOptions): SparsePlan => ({
  ...{ scores, cells },
  logP: logCells(cells, sparsePotentials(cells, o), o.temperature),
});

function checkOptions({ temperature, steps, candidates = 0, slack }: SinkhornOptions): void {
  if (!(temperature > 0 && Number.isFinite(temperature)))
    throw new RangeError(`sinkhorn: temperature is ${temperature}`);
  if (!(Number.isInteger(steps) && steps > 0)) throw new RangeError(`sinkhorn: steps is ${steps}`);
  if (!(Number.isInteger(candidates) && candidates >= 0)) throw new RangeError(`sinkhorn: candidates is ${candidates}`);
  if (slack !== undefined && slack !== null && !Number.isFinite(slack))
    throw new RangeError(`sinkhorn: slack is ${slack}`);
}

/** Searches take 2·s − r_i − r_j; scores that have radii already keep them. */
function densePlan(scores: Scores, { left, right }: Potentials, temperature: number): TransportPlan {
  const { radii } = scores;
  const scale = radii ? temperature : temperature / 2;
  const add = (potentials: Float64Array, own?: Float32Array) =>
    Float32Array.from(potentials, (potential, i) => potential / scale + (own ? own[i]! : 0));
  const both = { left: add(left, radii?.left), right: add(right, radii?.right) };
  return { scores: { ...scores, radii: both }, scale };
}

function logCells(cells: Csr, { left, right }: Potentials, temperature: number): Csr {
  const values = new Float32Array(cells.values.length);
  for (let i = 0; i < cells.rows; i++)
    for (let e = cells.offsets[i]!; e < cells.offsets[i + 1]!; e++)
      values[e] = temperature * cells.values[e]! - left[i]! - right[cells.columns[e]!]!;
  return { ...cells, values };
}
