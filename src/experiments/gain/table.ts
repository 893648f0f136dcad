import { DataError } from '../../base/index.js';
import { type Interval, meanInterval, pairedDifference } from '../../evaluate/index.js';
import { type GainRecord, unpackBits } from './record.js';

/** One row of the gain table: means over random seeds with 95 % intervals. */
export interface GainRow {
  readonly variant: string;
  readonly runs: number;
  readonly count: number;
  readonly precision: number;
  readonly kl: number;
  readonly coverage1: number;
  readonly hits1: number;
  /** Its 95 % interval over the runs; undefined for one run. */
  readonly interval?: Interval;
  readonly mrr: number;
  /** Hits@1 among the test links that `groups` marks, and among those whose left end is a seed in none of the compared sets. */
  readonly groups: Readonly<Record<string, number>>;
  readonly unseeded: number | null;
  /** Difference in Hits@1 to the row compared with, seed by seed; undefined for that row itself and for one run. */
  readonly difference?: Interval & { readonly p: number | null };
  readonly seconds: number;
}

/** How a table is made. */
export interface GainTableOptions {
  /** The variant that the others are compared with. */
  readonly against: string;
  /** Variants whose seed sets must all lack a left end for it to count as unseeded (those of the table). */
  readonly compared?: readonly string[];
  /** Marks of groups of test links, in the split's order. */
  readonly groups?: Readonly<Record<string, Uint8Array>>;
  /** Number of test links. */
  readonly links: number;
}

/**
 * The table of some records (one pair, one aligner), best Hits@1 last as they come.
 * @throws {DataError} where a variant has a random seed that the row compared with lacks
 */
export function gainTable(records: readonly GainRecord[], o: GainTableOptions): GainRow[] {
  const variants = [...new Set(records.map((r) => r.variant))];
  const of = (variant: string) => records.filter((r) => r.variant === variant).sort((a, b) => a.seed - b.seed);
  const base = of(o.against);
  if (base.length === 0) throw new DataError(`no runs of "${o.against}"`, 'gainTable', 'Run that variant first');
  const compared = o.compared ?? variants;
  return variants.map((variant) => {
    const runs = of(variant);
    const same = base.filter((b) => runs.some((r) => r.seed === b.seed));
    if (same.length !== runs.length)
      throw new DataError(`"${variant}" has other seeds than "${o.against}"`, 'gainTable', 'Run the missing seeds');
    const mean = (value: (r: GainRecord) => number) => runs.reduce((sum, r) => sum + value(r), 0) / runs.length;
    const hits = runs.map((r) => r.hits1);
    const baseHits = same.map((r) => r.hits1);
    return {
      variant,
      runs: runs.length,
      count: mean((r) => r.count),
      precision: mean((r) => r.precision),
      kl: mean((r) => r.kl.cluster),
      coverage1: mean((r) => r.coverage['1']),
      hits1: mean((r) => r.hits1),
      ...(runs.length > 1 && { interval: meanInterval(hits) }),
      mrr: mean((r) => r.mrr),
      groups: Object.fromEntries(
        Object.entries(o.groups ?? {}).map(([name, marks]) => [name, mean((r) => shareOf(r, marks, o.links))]),
      ),
      unseeded: meanOf(runs.map((r) => unseededShare(r, records, compared, o.links))),
      ...(variant !== o.against && runs.length > 1 && { difference: pairedDifference(hits, baseHits) }),
      seconds: mean((r) => r.seconds.seeds),
    };
  });
}

/** Hits@1 of a run among the marked test links. */
export function shareOf(record: GainRecord, marks: Uint8Array, links: number): number {
  const hits = unpackBits(record.hits, links);
  const total = marks.reduce((sum, mark) => sum + mark, 0);
  return hits.reduce((sum, hit, i) => sum + (marks[i] ? hit : 0), 0) / total;
}

/** Hits@1 among test links whose left end is a seed in none of the compared variants' sets of the same random seed. */
function unseededShare(record: GainRecord, all: readonly GainRecord[], compared: readonly string[], links: number) {
  const marks = new Uint8Array(links).fill(1);
  for (const other of all)
    if (other.seed === record.seed && compared.includes(other.variant))
      unpackBits(other.seeded, links).forEach((seeded, i) => {
        if (seeded) marks[i] = 0;
      });
  return marks.some((mark) => mark === 1) ? shareOf(record, marks, links) : null;
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? known.reduce((a, b) => a + b, 0) / known.length : null;
}
