/** How seeds spread over groups of entities. */
export interface Spread {
  /** Entropy of the seeds' distribution over that of an even one: 1 when each group has as many seeds. */
  readonly entropy: number;
  /**
   * KL(seeds || entities) in nats, less its bias of (groups − 1) / (2 · seeds): 0 when seeds are spread as entities
   * are, and by chance a little below.
   */
  readonly kl: number;
}

/**
 * Spread of seeds over groups (method §6).
 * @param seeds number of seeds by group, one at least; @param entities number of entities by group
 */
export function spread(seeds: ArrayLike<number>, entities: ArrayLike<number>): Spread {
  const groups = Array.from(entities).filter((count) => count > 0).length;
  return {
    entropy: groups > 1 ? entropy(seeds) / Math.log(groups) : 1,
    kl: klDivergence(seeds, entities) - (groups - 1) / (2 * sum(seeds)),
  };
}

/** Entropy in nats of a list of shares or counts. */
export function entropy(q: ArrayLike<number>): number {
  const total = sum(q);
  return Array.from(q).reduce((all, x) => (x > 0 ? all - (x / total) * Math.log(x / total) : all), 0);
}

/** KL(q‖π) in nats of two lists of shares or counts; no bias is taken off. */
export function klDivergence(q: ArrayLike<number>, pi: ArrayLike<number>): number {
  const [k, n] = [sum(q), sum(pi)];
  return Array.from(q).reduce((all, x, c) => (x > 0 ? all + (x / k) * Math.log(x / k / (pi[c]! / n)) : all), 0);
}

/**
 * Gini coefficient of the chance to be a seed, each entity having its group's share of seeds: 0 when all groups have
 * the same share, near 1 when one small group has all the seeds.
 */
export function gini(seeds: ArrayLike<number>, entities: ArrayLike<number>): number {
  const [k, n] = [sum(seeds), sum(entities)];
  const groups = Array.from(entities, (count, g) => ({ count, seeds: seeds[g]! })).filter(({ count }) => count > 0);
  groups.sort((a, b) => a.seeds / a.count - b.seeds / b.count);
  // One minus twice the area under the Lorenz curve, by trapezoids.
  let below = 0;
  let area = 0;
  for (const group of groups) {
    const above = below + group.seeds / k;
    area += (group.count / n) * (below + above);
    below = above;
  }
  return 1 - area;
}

function sum(counts: ArrayLike<number>): number {
  return Array.from(counts).reduce((a, b) => a + b, 0);
}
