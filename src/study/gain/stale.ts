import { codeOf, isEarlier, keyDifferences, type RecordKey } from '../key.js';
import type { Ablation } from './ablations.js';
import { type Equivalence, sameCodes } from './equivalent.js';
import type { GainRecord } from './record.js';
import { rowKey } from './row-key.js';
import type { GainPair } from './run.js';

/** A stored record that the code, options or data of today may not give again. */
export interface StaleRecord {
  readonly record: GainRecord;
  readonly row: Ablation;
  /** What its run would depend on now. */
  readonly now: RecordKey;
  /** What differs, in words. */
  readonly why: readonly string[];
}

/** What makes a record stale; nothing where it holds. Engine and threads tell records apart, but make none stale. */
export function whyStale(record: GainRecord, now: RecordKey, equal: readonly Equivalence[] = []): string[] {
  const [code, current] = [codeOf(record.made), codeOf(now)];
  const same = sameCodes(record, equal).includes(current);
  const why = isEarlier(code) ? `earlier code, ${shortened(code)}` : `code ${code}, now ${current}`;
  const others = keyDifferences([record.made, now], ['task', 'truth', 'options']).map((part) => `other ${part}`);
  return [...(same ? [] : [why]), ...others];
}

/** The stored records of these rows that are stale, in their order. Records of rows that are not given are left out. */
export async function staleRecords(
  pair: GainPair,
  o: {
    readonly records: readonly GainRecord[];
    readonly rows: readonly Ablation[];
    readonly equal: readonly Equivalence[];
  },
): Promise<StaleRecord[]> {
  const keys = new Map<string, RecordKey>();
  const found: StaleRecord[] = [];
  for (const record of o.records) {
    const row = o.rows.find((v) => v.name === record.ablation);
    if (!row) continue;
    const key = `${row.name} ${record.aligner}`;
    const now = keys.get(key) ?? (await rowKey(pair, row, record.aligner));
    keys.set(key, now);
    const why = whyStale(record, now, o.equal);
    if (why.length > 0) found.push({ record, row, now, why });
  }
  return found;
}

const shortened = (commit: string): string => commit.replace(/\b([0-9a-f]{7})[0-9a-f]{33}/, '$1');

/** One line for each row and aligner: its stale random seeds, and why. */
export function staleLines(stale: readonly StaleRecord[]): string[] {
  const groups = new Map<string, StaleRecord[]>();
  for (const each of stale) {
    const key = `${each.record.ablation}, ${each.record.aligner}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups].map(([name, each]) => {
    const why = new Set(each.flatMap((s) => s.why));
    return `${name}: random seeds ${each.map((s) => s.record.seed).join(', ')} (${[...why].join('; ')})`;
  });
}
