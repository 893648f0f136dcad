import type { Links } from '../../graph/index.js';

/** Entities by their rows. */
export interface RowSets {
  readonly left: ReadonlySet<number>;
  readonly right: ReadonlySet<number>;
}

/** Pairs of both lists that hang together by common ends, and whether one of their ends is among `touched`. */
interface Chain {
  readonly before: readonly number[];
  readonly found: readonly number[];
  readonly touched: boolean;
}

/**
 * Which of two one-to-one lists of pairs holds: pairs found anew where they hang together (by common ends, over any number
 * of pairs) with an entity that is new or has changed, and those from before everywhere else.
 * @returns one to one
 */
export function settledPairs(before: Links, found: Links, touched: RowSets): Links {
  const left: number[] = [];
  const right: number[] = [];
  for (const chain of chainsOf(before, found, touched)) {
    // What nobody had before is no rival of anybody: there it is taken, too.
    const list = chain.touched || chain.before.length === 0 ? found : before;
    for (const i of list === found ? chain.found : chain.before) {
      left.push(list.left[i]!);
      right.push(list.right[i]!);
    }
  }
  return { left: Int32Array.from(left), right: Int32Array.from(right) };
}

function chainsOf(before: Links, found: Links, touched: RowSets): Chain[] {
  const parts = new UnionFind();
  const ends = ({ left, right }: Links, i: number) => [`l${left[i]}`, `r${right[i]}`] as const;
  for (const list of [before, found]) for (const i of list.left.keys()) parts.join(...ends(list, i));
  const chains = new Map<string, { before: number[]; found: number[]; touched: boolean }>();
  for (const [name, list] of [
    ['before', before],
    ['found', found],
  ] as const)
    list.left.forEach((l, i) => {
      const root = parts.root(`l${l}`);
      const chain = chains.get(root) ?? { before: [], found: [], touched: false };
      chains.set(root, chain);
      chain[name].push(i);
      chain.touched ||= touched.left.has(l) || touched.right.has(list.right[i]!);
    });
  return [...chains.values()];
}

class UnionFind {
  readonly #parent = new Map<string, string>();

  root(of: string): string {
    let at = of;
    for (let up = this.#parent.get(at); up !== undefined; up = this.#parent.get(at)) at = up;
    if (at !== of) this.#parent.set(of, at);
    return at;
  }

  join(a: string, b: string): void {
    const [x, y] = [this.root(a), this.root(b)];
    if (x !== y) this.#parent.set(x, y);
  }
}
