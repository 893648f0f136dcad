import { hash, type Pairs, topK } from '../compute/index.js';
import type { Decoded } from './decode.js';

/** A pair with its probability in a plan. */
export interface Found {
  readonly left: number;
  readonly right: number;
  readonly score: number;
}

/** Each left row's best by the plan, as many as `count` where so many take part. */
export function bestOf({ plan }: Decoded, count: number): Found[] {
  if (!plan) return [];
  if (!plan.logP) {
    const { indices, values } = topK(plan.scores, count);
    const width = Math.min(count, plan.scores.right.rows);
    return Array.from(indices, (right, at) => ({
      left: Math.floor(at / width),
      right,
      score: Math.exp(plan.scale * values[at]!),
    }));
  }
  const { offsets, columns, values, rows } = plan.logP;
  return Array.from({ length: rows }, (_, left) =>
    Array.from(columns.subarray(offsets[left]!, offsets[left + 1]!), (right, e) => ({
      left,
      right,
      score: Math.exp(values[offsets[left]! + e]!),
    }))
      .sort((a, b) => b.score - a.score)
      .slice(0, count),
  ).flat();
}

/** Every left row's most probable partner, whoever else has the same, best first; `margin`: its lead in log-probability over the next. */
export function firstChoices(decoded: Decoded, tieSeed: number): Pairs & { readonly margin: Float32Array } {
  const firsts = new Map<number, Found & { readonly margin: number }>();
  for (const pair of bestOf(decoded, 2)) {
    const first = firsts.get(pair.left);
    if (!first) firsts.set(pair.left, { ...pair, margin: Number.POSITIVE_INFINITY });
    else firsts.set(pair.left, { ...first, margin: Math.log(first.score) - Math.log(pair.score) });
  }
  const tie = (pair: Found) => hash(hash(tieSeed, pair.left), pair.right);
  const pairs = [...firsts.values()].sort((a, b) => b.score - a.score || tie(a) - tie(b));
  return {
    ...{ left: Int32Array.from(pairs, (pair) => pair.left), right: Int32Array.from(pairs, (pair) => pair.right) },
    ...{
      score: Float32Array.from(pairs, (pair) => pair.score),
      margin: Float32Array.from(pairs, (pair) => pair.margin),
    },
  };
}
