import { joined } from '../base/index.js';
import { type Matrix, mutualNearest, takeRows } from '../compute/index.js';
import type { Links } from '../graph/index.js';
import { embed } from './embed.js';
import { noLinks, setSeeds, type TrainState } from './state.js';

/**
 * Iterative learning (method §4.4), called after every epoch: each `iterativeEvery` epochs the mutual nearest
 * neighbours among entities without a seed are candidates; those that pass `iterativeChecks` checks in a row (rounds
 * as in MCLEA's public code) join the seeds. An entity is in one seed at most.
 */
export function iterate(state: TrainState): void {
  const { options, epoch } = state;
  const round = options.iterativeEvery * options.iterativeChecks;
  if (!options.iterative || epoch <= options.iterativeStart || epoch % options.iterativeEvery !== 0) return;
  const found = unseededMutual(state);
  const first = epoch % round === options.iterativeEvery % round;
  state.candidates = first ? found : common(state.candidates, found);
  if (epoch % round !== 0 || state.candidates.left.length === 0) return;
  setSeeds(state, {
    left: joined(state.seeds.left, state.candidates.left),
    right: joined(state.seeds.right, state.candidates.right),
  });
  state.candidates = noLinks;
}

/** Mutual nearest neighbours (cosine) among the entities that no seed uses, as joint rows. */
function unseededMutual({ model, subset, options, epoch }: TrainState): Links {
  const { leftCount, entityCount } = model;
  const free = (from: number, to: number) =>
    Int32Array.from({ length: to - from }, (_, i) => from + i).filter((row) => subset.position[row]! < 0);
  const left = free(0, leftCount);
  const right = free(leftCount, entityCount);
  if (left.length === 0 || right.length === 0) return noLinks;
  const all = embed(model);
  const pick = (m: Matrix, rows: Int32Array, shift: number) =>
    takeRows(
      m,
      rows.map((row) => row - shift),
    );
  const scores = { left: pick(all.left, left, 0), right: pick(all.right, right, leftCount) };
  const pairs = mutualNearest(scores, { tieSeed: options.seed + epoch });
  return { left: pairs.left.map((i) => left[i]!), right: pairs.right.map((j) => right[j]!) };
}

function common(a: Links, b: Links): Links {
  const partner = new Map(Array.from(a.left, (l, i) => [l, a.right[i]!]));
  const keep = (_: number, i: number) => partner.get(b.left[i]!) === b.right[i];
  return { left: b.left.filter(keep), right: b.right.filter(keep) };
}
