import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, packageRoot, writeFile } from '../base/index.js';

/** What a study found on one pair of graphs, and what it depends on. */
export interface PairRecord<O, R> {
  readonly pair: string;
  /** Every option as it was used. */
  readonly options: O;
  /** What the numbers depend on besides: engine, threads, node, commit, fingerprint of the task. */
  readonly made: Readonly<Record<string, string | number | null>>;
  readonly rows: readonly R[];
}

/** A file name for a pair such as `fr:openmoji,it:fluent`. */
export const fileOfPair = (pair: string): string => pair.replaceAll(/[:,]/g, '-');

/** The stored records of a study that keeps one a pair, in the package's own data. @param digits of the numbers; all without it */
export function pairRecords<O, R>(study: string, { prefix = '', digits }: { prefix?: string; digits?: number } = {}) {
  const fileOf = (pair: string) => join(packageRoot(), 'data', 'theory', `${prefix}${fileOfPair(pair)}.json`);
  const short = (_: string, value: unknown) =>
    digits !== undefined && typeof value === 'number' ? Number(value.toPrecision(digits)) : value;
  return {
    write(record: PairRecord<O, R>): void {
      writeFile(fileOf(record.pair), `${JSON.stringify(record, short, 1)}\n`);
    },
    /** @throws {InputError} when there is none, or it is no such record */
    read(pair: string): PairRecord<O, R> {
      const path = fileOf(pair);
      const make = `Make it: npx psqe study run ${study} --pair ${pair}`;
      if (!existsSync(path)) throw new InputError(`no stored record of the pair "${pair}"`, path, make);
      try {
        const record = JSON.parse(readFileSync(path, 'utf8')) as PairRecord<O, R>;
        if (record.pair === pair && Array.isArray(record.rows)) return record;
      } catch {
        // Said below.
      }
      throw new InputError(`is no record of the ${study} study`, path, make);
    },
  };
}
