import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { InputError, writeFile } from '../../base/index.js';

const share = z.number().min(0).max(1);

/** One run: one way to make seeds, one aligner, one random seed. */
export const gainRecord = z.object({
  /** The pair of graphs, e.g. `fr:openmoji-it:fluent`. */
  pair: z.string(),
  /** A name of `gainVariants`, or of your own. */
  variant: z.string(),
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
  /** Wall-clock times of seeds and of training and test. */
  seconds: z.object({ seeds: z.number(), aligner: z.number() }),
  /** What the numbers depend on besides: engine, threads, commit, fingerprint of the task. */
  made: z.object({
    engine: z.string(),
    threads: z.number(),
    node: z.string(),
    commit: z.string().nullable(),
    task: z.string(),
  }),
  /** What the numbers depend on, each as a hash: see {@link gainInputs}. Records of earlier code have none. */
  inputs: z.object({ code: z.string(), data: z.string(), options: z.string() }).optional(),
});
export type GainRecord = z.infer<typeof gainRecord>;

/** The place of a record: one row, aligner and random seed of a pair. Whether it still holds is told by its `inputs`. */
export const gainKey = (r: Pick<GainRecord, 'pair' | 'variant' | 'aligner' | 'seed'>): string =>
  [r.pair, r.variant, r.aligner, r.seed].join(' ');

/** Reads records, one JSON object a line; none where there is no file. @throws {InputError} with file:line */
export function readGain(path: string): GainRecord[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return [];
    try {
      return [gainRecord.parse(JSON.parse(line))];
    } catch (error) {
      const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
      throw new InputError(`is no record of a run: ${why}`, `${path}:${i + 1}`, 'Delete the line and run it again');
    }
  });
}

/** Writes records in order of pair, aligner, variant and seed, those of the same run once (the last). */
export function writeGain(path: string, records: readonly GainRecord[]): void {
  const byKey = new Map(records.map((r) => [gainKey(r), r]));
  const order = [...byKey.values()].sort(
    (a, b) =>
      `${a.pair} ${a.aligner} ${a.variant}`.localeCompare(`${b.pair} ${b.aligner} ${b.variant}`, 'en') ||
      a.seed - b.seed,
  );
  writeFile(path, order.map((r) => `${JSON.stringify(r)}\n`).join(''));
}

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
