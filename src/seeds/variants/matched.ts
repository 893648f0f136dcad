import type { Pairs } from '../../compute/index.js';
import type { VariantClass, VariantClasses } from './classes.js';

/** Two classes that seeds take for each other, equally large. */
export interface ClassPair {
  readonly left: VariantClass;
  readonly right: VariantClass;
}

/** Classes that are each other's most frequent partner among the seeds, and of one size. */
export function matchedClasses(left: VariantClasses, right: VariantClasses, seeds: Pairs): ClassPair[] {
  const [forward, backward] = [new Map<number, Map<number, number>>(), new Map<number, Map<number, number>>()];
  seeds.left.forEach((l, p) => {
    const [a, b] = [left.classOf[l]!, right.classOf[seeds.right[p]!]!];
    if (a < 0 || b < 0) return;
    count(forward, a, b);
    count(backward, b, a);
  });
  const found: ClassPair[] = [];
  for (const [a, votes] of forward) {
    const b = mostVoted(votes);
    if (b === undefined || mostVoted(backward.get(b)!) !== a) continue;
    const pair = { left: left.classes[a]!, right: right.classes[b]! };
    if (pair.left.length === pair.right.length) found.push(pair);
  }
  return found;
}

function count(votes: Map<number, Map<number, number>>, from: number, to: number): void {
  const own = votes.get(from) ?? new Map<number, number>();
  own.set(to, (own.get(to) ?? 0) + 1);
  votes.set(from, own);
}

/** The one with the most votes; none when two have equally many. */
function mostVoted(votes: ReadonlyMap<number, number>): number | undefined {
  const most = Math.max(...votes.values());
  const best = [...votes].filter(([, n]) => n === most);
  return best.length === 1 ? best[0]![0] : undefined;
}
