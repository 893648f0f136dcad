import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildEmoji } from '../src/datasets/index.js';
import {
  type Estimate,
  type GainPair,
  type GainRow,
  gainAligners,
  gainFile,
  gainGroups,
  gainIngredients,
  gainTable,
  gainVariants,
  readEquivalences,
  readGain,
  type Variant,
} from '../src/experiments/index.js';
import { openTask } from '../src/features/index.js';

const main = [
  'pivot',
  'pivot-n',
  'pivot-csls',
  'pivot-csls-n',
  'reference',
  'psqe',
  'truth30',
  'truth30-refined',
  'links-50',
];
const named: Readonly<Record<string, readonly string[]>> = {
  main,
  ingredients: ['psqe', ...gainIngredients.map((v) => v.name)],
};

/** What `gain`'s command line asks for. */
export interface GainArguments {
  readonly pair: string;
  readonly variants: readonly Variant[];
  readonly aligner: string;
  readonly seeds: readonly number[];
  readonly fresh: boolean;
  readonly table: boolean;
  readonly markdown: boolean;
  readonly stale: boolean;
  readonly run: boolean;
  readonly confirm: boolean;
  /** Every row, and the aligners asked for: all of them where none is named. */
  readonly all: readonly Variant[];
  readonly aligners: readonly string[];
  /** What was named and not left to its default. */
  readonly asked: { readonly rows: boolean; readonly seeds: boolean };
}

export function gainArguments(args: readonly string[]): GainArguments {
  const { values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      pair: { type: 'string', default: 'emoji' },
      rows: { type: 'string' },
      aligner: { type: 'string' },
      seeds: { type: 'string' },
      fresh: { type: 'boolean', default: false },
      table: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      stale: { type: 'boolean', default: false },
      run: { type: 'boolean', default: false },
      confirm: { type: 'boolean', default: false },
    },
  });
  const { rows = 'main', seeds = '1-5', aligner = 'mclea', ...rest } = values;
  const variants = (named[rows] ?? rows.split(',')).map((name) => {
    const found = gainVariants.find((v) => v.name === name);
    if (!found) throw new Error(`no row "${name}"; known: ${gainVariants.map((v) => v.name).join(', ')}`);
    return found;
  });
  const [first, last = first] = seeds.split('-').map(Number) as [number, number?];
  return {
    ...rest,
    aligner,
    variants,
    all: gainVariants,
    aligners: values.aligner === undefined ? Object.keys(gainAligners) : [aligner],
    asked: { rows: values.rows !== undefined, seeds: values.seeds !== undefined },
    seeds: Array.from({ length: last! - first + 1 }, (_, i) => first + i),
  };
}

/** A pair of graphs by its name in the study; emoji pairs are built on first use. */
export async function openPair(name: string): Promise<GainPair> {
  let where = name;
  let k = 800;
  if (name === 'dbp15k') {
    where = join(process.env.PSQE_DATA ?? resolve('../shared/data'), 'dbp15k', 'zh_en');
    k = 4500;
  } else if (name !== 'emoji') {
    where = join('.cache', `emoji-${name.replaceAll(/[:,]/g, '-')}`);
    const [left, right] = name.split(',');
    if (!existsSync(where)) await buildEmoji(where, { left: left!, right: right!, seed: 1, thumbnails: false });
  }
  const { task, truth } = openTask(where, { seed: 1 });
  return { name, task, truth: truth!, k };
}

/** The stored rows that are asked for, in the order asked for. */
export function storedTable({ task, truth }: GainPair, given: GainArguments): GainRow[] {
  const names = given.variants.map((v) => v.name);
  const records = readGain(gainFile(given.pair)).filter(
    (r) => r.aligner === given.aligner && [...names, 'psqe'].includes(r.variant) && given.seeds.includes(r.seed),
  );
  const groups = gainGroups(task, truth);
  const rows = gainTable(records, { against: 'psqe', groups, equal: readEquivalences() });
  return names.flatMap((name) => rows.filter((row) => row.variant === name));
}

export const head = [
  'row',
  'runs',
  'seeds',
  'precision',
  'KL',
  'cov. 1 hop',
  'Hits@1',
  '± 95 %',
  'minus psqe',
  'sparse',
  'minus psqe',
  'toned',
  'not toned',
  'unseeded (links)',
  'minus psqe',
  's',
] as const;

/** A share in per cent; empty for none. */
export const percent = (x: number | null | undefined) => (x == null ? '' : (100 * x).toFixed(1));

/** A difference with its interval, in points. */
export const points = (d: { mean: number; low: number | null; high: number | null }, sign = 1): string => {
  const mean = `${sign * d.mean > 0 && sign < 0 ? '+' : ''}${percent(sign * d.mean)}`;
  if (d.low === null || d.high === null) return mean;
  const [low, high] = sign < 0 ? [-d.high, -d.low] : [d.low, d.high];
  return `${mean} [${percent(low)}, ${percent(high)}]`;
};

const difference = (effect: Estimate | null | undefined) => (effect ? points(effect) : '');

export function cellsOf(row: GainRow): string[] {
  const { hits1, effect } = row.effects.all!;
  return [
    row.variant,
    row.mark === '' ? String(row.runs) : `${row.runs} ${row.mark}`,
    row.count.toFixed(0),
    percent(row.precision),
    row.kl.toFixed(3),
    percent(row.coverage1),
    percent(hits1.mean),
    hits1.high === null ? '' : percent(hits1.high - hits1.mean),
    difference(effect),
    percent(row.effects['sparsest quarter']?.hits1.mean),
    difference(row.effects['sparsest quarter']?.effect),
    ...['skin-toned', 'not toned'].map((group) => percent(row.effects[group]?.hits1.mean)),
    row.unseeded ? `${percent(row.unseeded.hits1)} (${row.unseeded.links.toFixed(0)})` : '',
    difference(row.unseeded?.effect),
    row.seconds.toFixed(0),
  ];
}

/** Lines of a Markdown table. */
export const markdown = (titles: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  [titles, titles.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
