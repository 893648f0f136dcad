import type { Ablation } from './ablations.js';
import { codeOf, type Equivalence, isEarlier, sameCodes } from './equivalent.js';
import { type GainInputs, gainInputs } from './inputs.js';
import type { GainRecord } from './record.js';
import type { GainPair } from './run.js';

/** A stored record that the code, options or data of today may not give again. */
export interface StaleRecord {
  readonly record: GainRecord;
  readonly row: Ablation;
  /** What its run would depend on now. */
  readonly inputs: GainInputs;
  /** What differs, in words. */
  readonly why: readonly string[];
}

/** What makes a record stale; nothing where it holds. Engine and threads tell records apart, but make none stale. */
export function whyStale(record: GainRecord, now: GainInputs, equal: readonly Equivalence[] = []): string[] {
  const { inputs } = record;
  const why: string[] = [];
  if (!sameCodes(record, equal).includes(now.code))
    why.push(inputs ? `code ${inputs.code}, now ${now.code}` : `earlier code, ${shortened(codeOf(record))}`);
  if (inputs && inputs.data !== now.data) why.push('other data');
  if (inputs && inputs.options !== now.options) why.push('other options');
  return why;
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
  const now = new Map<string, GainInputs>();
  const found: StaleRecord[] = [];
  for (const record of o.records) {
    const row = o.rows.find((v) => v.name === record.variant);
    if (!row) continue;
    const key = `${row.name} ${record.aligner}`;
    const inputs = now.get(key) ?? (await gainInputs(pair, row, record.aligner));
    now.set(key, inputs);
    const why = whyStale(record, inputs, o.equal);
    if (why.length > 0) found.push({ record, row, inputs, why });
  }
  return found;
}

const shortened = (code: string): string =>
  isEarlier(code) ? code.replace(/\b([0-9a-f]{7})[0-9a-f]{33}/, '$1') : code;

/** One line for each row and aligner: its stale random seeds, and why. */
export function staleLines(stale: readonly StaleRecord[]): string[] {
  const groups = new Map<string, StaleRecord[]>();
  for (const each of stale) {
    const key = `${each.record.variant}, ${each.record.aligner}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups].map(([name, each]) => {
    const why = new Set(each.flatMap((s) => s.why));
    return `${name}: random seeds ${each.map((s) => s.record.seed).join(', ')} (${[...why].join('; ')})`;
  });
}
