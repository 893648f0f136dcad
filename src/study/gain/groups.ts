import * as z from 'zod';
import { writeFile } from '../../base/index.js';
import { readKept } from '../kept.js';
import type { GainGroups } from './effects.js';
import { packBits, unpackBits } from './record.js';
import { gainFile } from './stored.js';

const stored = z.object({
  /** Fingerprint of the task, as in the records of runs on it. */
  task: z.string(),
  links: z.number().int().positive(),
  marks: z.record(z.string(), z.string()),
});

/** The file with a pair's groups of test links, beside its records. */
export const groupsFile = (pair: string): string => gainFile(pair).replace(/\.jsonl$/, '.groups.json');

/** Keeps a pair's groups of test links; returns the file. */
export function writeGroups(pair: string, task: string, { links, marks }: GainGroups): string {
  const packed = Object.fromEntries(Object.entries(marks).map(([name, each]) => [name, packBits(each)]));
  writeFile(groupsFile(pair), `${JSON.stringify({ task, links, marks: packed })}\n`);
  return groupsFile(pair);
}

/**
 * A pair's stored groups of test links, and the fingerprint of the task they were made for.
 * @throws {InputError} when there are none, or the file holds something else
 */
export function readGroups(pair: string): { readonly task: string; readonly groups: GainGroups } {
  const { task, links, marks } = readKept(groupsFile(pair), {
    what: `stored groups of test links of the pair "${pair}"`,
    schema: stored,
    make: `Make it: npx psqe study run gain --pair ${pair} (it runs what has no record yet)`,
  });
  const unpacked = Object.entries(marks).map(([name, bits]) => [name, unpackBits(bits, links)] as const);
  return { task, groups: { links, marks: Object.fromEntries(unpacked) } };
}
