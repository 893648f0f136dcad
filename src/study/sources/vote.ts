import type { SeedSet } from '../../graph/index.js';
import { defineSeedSource, type PsqeOptions, psqe, psqeOptions } from '../../seeds/index.js';

/** Random seeds of the runs beside the given one's. */
const others = [0, 100, 200];

defineSeedSource({
  name: 'vote',
  label: 'pairs that two of three PSQE runs find',
  options: psqeOptions,
  make: async (task, options: PsqeOptions, work) => {
    const { seed } = psqeOptions.resolve(options);
    const sets: SeedSet[] = [];
    let seconds = 0;
    for (const more of others) {
      const run = await psqe(task, { ...options, seed: seed + more }, work);
      sets.push(run.seeds);
      seconds += run.seconds;
    }
    return { seeds: majority(sets), options: { ...options, seeds: others.map((more) => seed + more) }, seconds };
  },
});

/**
 * The pairs that more than half of an odd number of one-to-one sets have: one-to-one too. Best first by their mean score in
 * the sets that have them, which is rough, as each set has a scale of its own.
 */
export function majority(sets: readonly SeedSet[]): SeedSet {
  const found = new Map<string, { left: number; right: number; scores: number[] }>();
  for (const { left, right, score } of sets)
    left.forEach((l, i) => {
      const key = `${l} ${right[i]}`;
      const pair = found.get(key) ?? { left: l, right: right[i]!, scores: [] };
      pair.scores.push(score[i]!);
      found.set(key, pair);
    });
  const agreed = [...found.values()]
    .filter(({ scores }) => scores.length > sets.length / 2)
    .map(({ scores, ...pair }) => ({ ...pair, score: scores.reduce((a, b) => a + b) / scores.length }))
    .sort((a, b) => b.score - a.score);
  return {
    left: Int32Array.from(agreed, (pair) => pair.left),
    right: Int32Array.from(agreed, (pair) => pair.right),
    score: Float32Array.from(agreed, (pair) => pair.score),
  };
}
