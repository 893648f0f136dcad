import * as z from 'zod';
import type { KeptLines } from '../kept.js';
import { recordKey } from '../key.js';

const share = z.number().min(0).max(1);
/** Decoders that a record has a Hits@1 of, as `evaluateAlignment` names them, with its settings. */
export const recordedDecoders = ['cosine', 'csls', 'sinkhorn'] as const;

/** One run: one way to make seeds, one aligner, one random seed. */
export const gainRecord = z.object({
  /** The pair of graphs, e.g. `fr:openmoji-it:fluent`. */
  pair: z.string(),
  /** A name of `gainAblations`, or of your own. */
  ablation: z.string(),
  /** A name of `gainAligners`. */
  aligner: z.string(),
  seed: z.number().int(),
  k: z.number().int(),
  count: z.number().int(),
  precision: share,
  /** KL(seeds || entities) over 20 clusters and over quartiles of degree, less its bias. */
  kl: z.object({ cluster: z.number(), degree: z.number() }),
  gini: z.number(),
  /** Share of entities within so many hops of a seed. */
  coverage: z.object({ '0': share, '1': share, '2': share }),
  hits1: share,
  hits10: share,
  mrr: share,
  reverseHits1: share,
  /** For each test link in the split's order, whether its partner came first, and whether its left end is a seed: hex digits, four links each. */
  hits: z.string(),
  seeded: z.string(),
  /** Hashes of the seed list (rows, scores, weights, to the last bit) and of both directions' ranks; earlier records have none. */
  digests: z.object({ seeds: z.string(), ranks: z.string() }).optional(),
  /** Hits@1 by decoder, among the test links' other ends and among all entities of the other graph; earlier records have none. */
  decoded: z.record(z.enum(recordedDecoders), z.object({ test: share, all: share })).optional(),
  /** Hits@1 of the one-to-one assignment of the greatest sum of cosines among the test links' ends, where they are few. */
  optimal: share.optional(),
  /** Wall-clock times of seeds and of training and test. */
  seconds: z.object({ seeds: z.number(), aligner: z.number() }),
  /** Processor seconds of making the seeds and of training, without test; earlier records have none. */
  cpu: z.object({ seeds: z.number(), aligner: z.number() }).optional(),
  made: recordKey,
});
export type GainRecord = z.infer<typeof gainRecord>;

/** The place of a record: one row, aligner and random seed of a pair. Whether it still holds is told by its key, `made`. */
export const gainPlace = (r: Pick<GainRecord, 'pair' | 'ablation' | 'aligner' | 'seed'>): string =>
  [r.pair, r.ablation, r.aligner, r.seed].join(' ');

/** A run in a line. */
export const gainLine = (record: GainRecord): string =>
  `${gainPlace(record)}: ${record.count} seeds at ${record.precision}, Hits@1 ${record.hits1}`;

/** How records are kept: in order of pair, aligner, row and random seed. */
export const keptGain: KeptLines<GainRecord> = {
  what: 'record of a run',
  schema: gainRecord,
  make: 'Delete the line and run it again',
  place: gainPlace,
  order: (a, b) =>
    `${a.pair} ${a.aligner} ${a.ablation}`.localeCompare(`${b.pair} ${b.aligner} ${b.ablation}`, 'en') ||
    a.seed - b.seed,
};

/** Packs 0/1 marks into hex digits, four a digit, the first in the highest bit. */
export function packBits(marks: ArrayLike<number>): string {
  let out = '';
  for (let at = 0; at < marks.length; at += 4) {
    let digit = 0;
    for (let b = 0; b < 4; b++) digit = 2 * digit + (at + b < marks.length && marks[at + b] ? 1 : 0);
    out += digit.toString(16);
  }
  return out;
}

/** The first `count` marks of {@link packBits}. */
export function unpackBits(hex: string, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, i) => (Number.parseInt(hex[i >> 2]!, 16) >> (3 - (i & 3))) & 1);
}
