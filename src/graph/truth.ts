import { InputError } from '../base/index.js';

/** Pairs of row numbers: `left[i]` of the left graph is (or is said to be) `right[i]` of the right graph. */
export interface Links {
  readonly left: Int32Array;
  readonly right: Int32Array;
}

/** The true links: for evaluation only, never given to what makes seeds. */
export class GroundTruth {
  readonly links: Links;

  /** @throws {InputError} columns of unequal length, or an entity linked twice on either side */
  constructor(links: Links) {
    if (links.left.length !== links.right.length)
      throw new InputError(
        `${links.left.length} left and ${links.right.length} right ends`,
        'true links',
        'Give pairs',
      );
    for (const side of ['left', 'right'] as const) {
      const seen = new Set<number>();
      for (const [i, entity] of links[side].entries()) {
        if (seen.has(entity))
          throw new InputError(
            `${side} entity row ${entity} has two partners`,
            `true link ${i}`,
            'Links are one-to-one',
          );
        seen.add(entity);
      }
    }
    this.links = links;
  }

  /** How many links there are. */
  get count(): number {
    return this.links.left.length;
  }

  /** For each of the left graph's `leftCount` entities the row of its true partner, -1 where none is known. */
  rightOf(leftCount: number): Int32Array {
    const partner = new Int32Array(leftCount).fill(-1);
    this.links.left.forEach((l, i) => {
      partner[l] = this.links.right[i]!;
    });
    return partner;
  }
}
