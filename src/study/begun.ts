import * as z from 'zod';
import { locked, lookAt, removeFile, writeFile } from '../base/index.js';
import { dataFile, fileOfPair } from './data-files.js';
import { addLines, type KeptLines, readLines } from './kept.js';
import { keyHash, type RecordKey } from './key.js';

/**
 * Makes the parts of a study, each known by a name: what was made before the study was stopped is not made again. Parts are
 * values that JSON holds.
 */
export type MakePart = <T>(name: string, make: () => Promise<T>) => Promise<T>;

/** Makes every part, and keeps none. */
export const makeAnew: MakePart = (_, make) => make();

const begunPart = z.object({
  /** `keyHash` of the record that it is a part of: of other code, data or options it is of no use. */
  key: z.string(),
  part: z.string(),
  value: z.unknown(),
});

const keptParts: KeptLines<z.infer<typeof begunPart>> = {
  what: 'part of a study that was begun',
  schema: begunPart,
  make: 'Delete the file and run the study again',
  place: ({ key, part }) => `${key} ${part}`,
  order: (a, b) => `${a.key} ${a.part}`.localeCompare(`${b.key} ${b.part}`, 'en'),
};

/** A study that may have been begun before. */
export interface BegunStudy {
  /** Parts that are there already. */
  readonly parts: number;
  readonly make: MakePart;
  /** To be called when the record is kept: the parts are in it. */
  end(): void;
}

/**
 * Keeps a study's parts as soon as they are made, beside its record, until that is there.
 * @param made key of the record to be made
 * @param again makes all anew
 * @throws {InputError} for a file that holds no such parts
 */
export function begunStudy(study: string, pair: string, made: RecordKey, again = false): BegunStudy {
  const file = dataFile('theory', `begun-${study}-${fileOfPair(pair)}.jsonl`);
  const key = keyHash(made);
  const there = new Map(
    again ? [] : readLines(file, keptParts).flatMap((each) => (each.key === key ? [[each.part, each.value]] : [])),
  );
  return {
    parts: there.size,
    async make<T>(part: string, make: () => Promise<T>) {
      if (there.has(part)) return there.get(part) as T;
      const value = await make();
      addLines(file, [{ key, part, value }], keptParts);
      return value;
    },
    end: () =>
      locked(file, () => {
        if (!lookAt(file)) return;
        // Another process may be at the same study with other options.
        const others = readLines(file, keptParts).filter((each) => each.key !== key);
        if (others.length === 0) removeFile(file);
        else writeFile(file, others.map((each) => `${JSON.stringify(each)}\n`).join(''));
      }),
  };
}
