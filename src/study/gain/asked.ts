import { parseArgs } from 'node:util';
import { DataError, unknownOption } from '../../base/index.js';
import { readEquivalences } from './equivalent.js';
import { readGroups } from './groups.js';
import type { GainRecord } from './record.js';
import { gainRecords } from './stored.js';
import { type GainRow, gainTable } from './table.js';
import type { MeantRecords } from './upkeep.js';
import { gainIngredients, gainVariants, type Variant } from './variants.js';

/** Rows that go by one name. */
const named: Readonly<Record<string, readonly string[]>> = {
  main: [
    'pivot',
    'pivot-n',
    'pivot-csls',
    'pivot-csls-n',
    'reference',
    'psqe',
    'truth30',
    'truth30-refined',
    'links-50',
  ],
  ingredients: ['psqe', ...gainIngredients.map((v) => v.name)],
};

/** What the gain table's command line asks for. */
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
  /** What was named, and not left to its default. */
  readonly meant: MeantRecords;
}

/** Reads the gain table's command line. @throws {OptionError} for an unknown row */
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
    if (!found)
      throw unknownOption('gain --rows', name, [...Object.keys(named), ...gainVariants.map((v) => v.name)], 'row');
    return found;
  });
  const [first, last = first] = seeds.split('-').map(Number) as [number, number?];
  const numbers = Array.from({ length: last! - first + 1 }, (_, i) => first + i);
  const meant = {
    ...(values.rows !== undefined && { rows: variants.map((v) => v.name) }),
    ...(values.aligner !== undefined && { aligner }),
    ...(values.seeds !== undefined && { seeds: numbers }),
  };
  return { ...rest, aligner, variants, seeds: numbers, meant };
}

/**
 * A pair's stored records with the groups of test links they are read by.
 * @throws {InputError} when there are none, {DataError} when a record is of other data than the groups
 */
export function storedGain(pair: string) {
  const records = gainRecords(pair);
  const { task, groups } = readGroups(pair);
  const other = records.find((r) => r.made.task !== task);
  if (other)
    throw new DataError(
      `${other.variant}, ${other.aligner}, seed ${other.seed} ran on other data (${other.made.task}, not ${task})`,
      pair,
      'Run it again: node bench/run.mjs gain --fresh',
    );
  return { records, groups };
}

/** The stored rows that are asked for, in the order asked for. @throws {InputError} when the pair has no records */
export function storedRows({ pair, aligner, variants, seeds }: GainArguments): GainRow[] {
  const { records, groups } = storedGain(pair);
  const names = variants.map((v) => v.name);
  const wanted = (r: GainRecord) =>
    r.aligner === aligner && [...names, 'psqe'].includes(r.variant) && seeds.includes(r.seed);
  const o = { against: 'psqe', groups, equal: readEquivalences() };
  const rows = gainTable(records.filter(wanted), o);
  return names.flatMap((name) => rows.filter((row) => row.variant === name));
}
