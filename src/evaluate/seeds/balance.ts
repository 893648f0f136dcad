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
  const [k, n] = [sum(seeds), sum(entities)];
  const groups = Array.from(entities).filter((count) => count > 0).length;
  let entropy = 0;
  let kl = 0;
  for (let g = 0; g < entities.length; g++) {
    const q = seeds[g]! / k;
    if (q === 0) continue;
    entropy -= q * Math.log(q);
    kl += q * Math.log(q / (entities[g]! / n));
  }
  return { entropy: groups > 1 ? entropy / Math.log(groups) : 1, kl: kl - (groups - 1) / (2 * k) };
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
