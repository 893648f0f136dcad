import type { RawLinks } from '../raw.js';

/** Links with what may stand behind each pair. */
export interface RawPairs extends RawLinks {
  readonly at: (i: number) => string;
  readonly scores: readonly (number | undefined)[];
  readonly weights: readonly (number | undefined)[];
  /** Pairs that the file says are different things; they are no links. */
  readonly different?: RawPairs;
}

/** Collects pairs while a file is read. */
export class PairList {
  readonly left: string[] = [];
  readonly right: string[] = [];
  readonly scores: (number | undefined)[] = [];
  readonly weights: (number | undefined)[] = [];
  readonly places: string[] = [];

  push(left: string, right: string, at: string, score?: number, weight?: number): void {
    this.left.push(left);
    this.right.push(right);
    this.places.push(at);
    this.scores.push(score);
    this.weights.push(weight);
  }

  done(name: string, notes: readonly string[] = []): RawPairs {
    const { left, right, scores, weights, places } = this;
    return { name, left, right, scores, weights, notes, at: (i) => places[i]! };
  }
}
