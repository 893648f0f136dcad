import { type GainEffect, type GainGroups, gainEffects, shareOf } from './effects.js';
import { type GainRecord, unpackBits } from './record.js';

/** One row of the gain table: means over the random seeds that the row compared with has too. */
export interface GainRow {
  readonly variant: string;
  readonly runs: number;
  readonly count: number;
  readonly precision: number;
  readonly kl: number;
  readonly coverage1: number;
  readonly mrr: number;
  /** Hits@1, and what it differs from the row compared with, by group of test links. */
  readonly effects: Readonly<Record<string, GainEffect>>;
  /** Hits@1 among the test links whose left end is a seed in none of the compared sets; null where there is no such link. */
  readonly unseeded: number | null;
  readonly seconds: number;
}

/** How a table is made. */
export interface GainTableOptions {
  /** The variant that the others are compared with. */
  readonly against: string;
  readonly groups: GainGroups;
  /** Variants whose seed sets must all lack a left end for it to count as unseeded (those of the table). */
  readonly compared?: readonly string[];
}

/**
 * The table of some records (one pair, one aligner), a row for each variant as they come: {@link gainEffects} with what is
 * known of the seeds.
 * @throws {DataError} without a run of `against`
 */
export function gainTable(records: readonly GainRecord[], o: GainTableOptions): GainRow[] {
  const effects = gainEffects(records, o);
  const base = new Set(records.filter((r) => r.variant === o.against).map((r) => r.seed));
  const variants = [...new Set(effects.map((e) => e.variant))];
  const compared = o.compared ?? variants;
  return variants.map((variant) => {
    const runs = records.filter((r) => r.variant === variant && base.has(r.seed));
    const mean = (value: (r: GainRecord) => number) => runs.reduce((sum, r) => sum + value(r), 0) / runs.length;
    return {
      variant,
      runs: runs.length,
      count: mean((r) => r.count),
      precision: mean((r) => r.precision),
      kl: mean((r) => r.kl.cluster),
      coverage1: mean((r) => r.coverage['1']),
      mrr: mean((r) => r.mrr),
      effects: Object.fromEntries(effects.filter((e) => e.variant === variant).map((e) => [e.group, e])),
      unseeded: meanOf(runs.map((r) => unseededShare(r, records, compared, o.groups.links))),
      seconds: mean((r) => r.seconds.seeds),
    };
  });
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
