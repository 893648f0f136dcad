import {
  type Csr,
  type Matrix,
  normalizeOwnRows,
  normalizeRows,
  rowOfCells,
  transportProbabilities,
} from '../compute/index.js';
import type { Links } from '../graph/index.js';
import { decode } from './decode.js';
import { matchOptions } from './match.js';

export const leadBounds = [-4, 5] as const;

/** Cells of each entity that take part: rivals further down say nothing. */
const kept = 32;

const setting = matchOptions.resolve({ decoder: 'sinkhorn', slack: null, keep: kept });

/**
 * By how much pairs are ahead of their rivals in one view of the entities, whatever they came from: in log-probability, in
 * {@link sinkhorn}'s plan on the best 32 cells of each entity, over the rivals of either end, the lesser; from -4 to 5. Below 0
 * a rival is ahead.
 * @param view N1 × width and N2 × width; rows need not be unit
 * @param rivals whose: of `left` ends alone where several may share a right one
 */
export function pairLead(
  view: { readonly left: Matrix; readonly right: Matrix },
  pairs: Links,
  rivals: 'both' | 'left' = 'both',
): Float32Array {
  return leadOfUnit({ left: normalizeRows(view.left), right: normalizeRows(view.right) }, pairs, rivals);
}

/** {@link pairLead} in a view that nobody else has: its rows are made unit in their own place. */
export const ownPairLead: typeof pairLead = (view, pairs, rivals) =>
  leadOfUnit({ left: normalizeOwnRows(view.left), right: normalizeOwnRows(view.right) }, pairs, rivals);

function leadOfUnit(
  view: { readonly left: Matrix; readonly right: Matrix },
  pairs: Links,
  rivals: 'both' | 'left' = 'both',
): Float32Array {
  const { plan } = decode(view.left, view.right, setting);
  const { rows, columns } = bestTwo(plan!.logP!);
  const own = transportProbabilities(plan!, pairs).map(Math.log);
  return own.map((log, p) => {
    const [l, r] = [pairs.left[p]!, pairs.right[p]!];
    const back = rivals === 'both' ? columns.rival(r, l) : Number.NEGATIVE_INFINITY;
    return within(log - Math.max(rows.rival(l, r), back), leadBounds);
  });
}

/** The nearest number between the bounds; the least for NaN. */
export const within = (value: number, [least, most]: readonly [number, number]) =>
  Number.isNaN(value) ? least : Math.min(most, Math.max(least, value));

/** The two greatest values of each row and of each column. */
function bestTwo(cells: Csr): { rows: BestTwo; columns: BestTwo } {
  const [rows, columns] = [new BestTwo(cells.rows), new BestTwo(cells.cols)];
  rowOfCells(cells).forEach((i, e) => {
    rows.offer(i, cells.columns[e]!, cells.values[e]!);
    columns.offer(cells.columns[e]!, i, cells.values[e]!);
  });
  return { rows, columns };
}

class BestTwo {
  readonly #best: Float32Array;
  readonly #second: Float32Array;
  readonly #who: Int32Array;

  constructor(count: number) {
    this.#best = new Float32Array(count).fill(Number.NEGATIVE_INFINITY);
    this.#second = this.#best.slice();
    this.#who = new Int32Array(count).fill(-1);
  }

  offer(at: number, who: number, value: number): void {
    if (value > this.#best[at]!) {
      this.#second[at] = this.#best[at]!;
      this.#best[at] = value;
      this.#who[at] = who;
    } else if (value > this.#second[at]!) this.#second[at] = value;
  }

  /** The greatest value of anybody else. */
  rival(at: number, own: number): number {
    return this.#who[at] === own ? this.#second[at]! : this.#best[at]!;
  }
}
