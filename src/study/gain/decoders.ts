import { DataError } from '../../base/index.js';
import { type Estimate, estimate, mean } from '../../stats/index.js';
import type { GainRequest } from './ask.js';
import { around, difference, percent, runsCell } from './cells.js';
import { readEquivalences } from './equivalent.js';
import { gainMark } from './marks.js';
import { type GainRecord, recordedDecoders } from './record.js';
import { asAsked } from './stored-table.js';

/** A decoder and who competes: `csls test`, `sinkhorn all`. */
export type DecodedBy = `${(typeof recordedDecoders)[number]} ${'test' | 'all'}`;

export const decodedBy: readonly DecodedBy[] = recordedDecoders.flatMap((decoder): DecodedBy[] => [
  `${decoder} test`,
  `${decoder} all`,
]);

/** One ablation's Hits@1 by decoder, over the random seeds that the row compared with has too. */
export interface DecoderRow {
  readonly ablation: string;
  readonly runs: number;
  /** `gainMark` of the runs. */
  readonly mark: string;
  readonly seeds: number;
  readonly precision: number;
  /** Hits@1, and less that of the row compared with, paired by random seed (null for that row itself). */
  readonly hits1: Readonly<Record<DecodedBy, { readonly own: Estimate; readonly effect: Estimate | null }>>;
  /** Hits@1 of the optimal assignment, over the runs that have it; null where none has. */
  readonly optimal: number | null;
  /** Processor seconds of seeds and of training. */
  readonly cpu: { readonly seeds: number; readonly aligner: number };
}

type Decoded = GainRecord & { readonly [K in 'decoded' | 'cpu']: NonNullable<GainRecord[K]> };

/**
 * Rows by decoder of some records (one pair, one aligner); records without decoders are left out.
 * @param against the ablation that the others are compared with
 * @throws {DataError} without such a run of `against`
 */
export function decoderTable(records: readonly GainRecord[], against: string): DecoderRow[] {
  const known = records.filter((r): r is Decoded => r.decoded !== undefined && r.cpu !== undefined);
  const base = new Map(known.filter((r) => r.ablation === against).map((r) => [r.seed, r]));
  if (base.size === 0)
    throw new DataError(`no runs of "${against}" with decoders`, 'decoderTable', 'Run it: npx psqe study run gain');
  return [...new Set(known.map((r) => r.ablation))].flatMap((ablation) => {
    const runs = known.filter((r) => r.ablation === ablation && base.has(r.seed)).sort((a, b) => a.seed - b.seed);
    return runs.length === 0 ? [] : [rowOf(ablation, runs, ablation === against ? null : base)];
  });
}

function rowOf(ablation: string, runs: readonly Decoded[], base: ReadonlyMap<number, Decoded> | null): DecoderRow {
  const over = (value: (r: Decoded) => number) => mean(runs.map(value));
  const assigned = runs.flatMap((r) => r.optimal ?? []);
  const both = (by: DecodedBy) => {
    const own = runs.map((r) => hitsOf(r, by));
    const others = base && runs.map((r) => hitsOf(base.get(r.seed)!, by));
    return { own: estimate(own), effect: others && estimate(own, others) };
  };
  return {
    ablation,
    runs: runs.length,
    mark: gainMark(runs, readEquivalences()),
    seeds: over((r) => r.count),
    precision: over((r) => r.precision),
    hits1: Object.fromEntries(decodedBy.map((by) => [by, both(by)])) as DecoderRow['hits1'],
    optimal: assigned.length > 0 ? mean(assigned) : null,
    cpu: { seeds: over((r) => r.cpu.seeds), aligner: over((r) => r.cpu.aligner) },
  };
}

function hitsOf({ decoded }: Decoded, by: DecodedBy): number {
  const [decoder, candidates] = by.split(' ') as ['csls', 'test'];
  return decoded[decoder]![candidates];
}

/** Titles of the columns of {@link decoderCells}. @param against the row compared with */
export const decoderHead = (against: string): string[] => [
  'row',
  'runs',
  'seeds',
  'precision',
  'cosine',
  'CSLS',
  '± 95 %',
  'CSLS, all of G2',
  `minus ${against}`,
  'Sinkhorn',
  '± 95 %',
  `minus ${against}`,
  'Sinkhorn, all of G2',
  `minus ${against}`,
  'Hungarian',
  'CPU s seeds',
  'CPU s aligner',
];

/** A row as text, below {@link decoderHead}. */
export function decoderCells(row: DecoderRow): string[] {
  const at = (by: DecodedBy) => percent(row.hits1[by].own.mean);
  const width = (by: DecodedBy) => around(row.hits1[by].own);
  const effect = (by: DecodedBy) => difference(row.hits1[by].effect);
  return [
    row.ablation,
    runsCell(row.runs, row.mark),
    row.seeds.toFixed(0),
    percent(row.precision),
    at('cosine test'),
    at('csls test'),
    width('csls test'),
    at('csls all'),
    effect('csls all'),
    at('sinkhorn test'),
    width('sinkhorn test'),
    effect('sinkhorn test'),
    at('sinkhorn all'),
    effect('sinkhorn all'),
    percent(row.optimal),
    row.cpu.seeds.toFixed(0),
    row.cpu.aligner.toFixed(0),
  ];
}

/** The stored rows by decoder that are asked for, in the order asked for. */
export const storedDecoders = (request: GainRequest): DecoderRow[] =>
  asAsked(request, (records) => decoderTable(records, request.against));
