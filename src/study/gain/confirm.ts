import { cpus } from 'node:os';
import type { Work } from '../../base/index.js';
import { codeOf, isEarlier, keyDifferences } from '../key.js';
import type { Equivalence } from './equivalent.js';
import { type GainRecord, gainPlace } from './record.js';
import type { StaleRecord } from './stale.js';

/** What one run, made again, says of a stored record. */
export interface Confirmation {
  readonly stored: GainRecord;
  readonly compared: Equivalence['compared'];
  /** What differs; nothing where it is confirmed. */
  readonly differs: readonly string[];
  /** What may be recorded where nothing differs. */
  readonly equivalence?: Equivalence;
}

/** Which stale records are run again: of each row, for each code that its records are of, the one with the lowest random seed. */
export function recordsToConfirm(stale: readonly StaleRecord[], rows: readonly string[], seeds?: readonly number[]) {
  const chosen = new Map<string, StaleRecord>();
  for (const each of [...stale].sort((a, b) => a.record.seed - b.record.seed)) {
    const { ablation, seed, aligner } = each.record;
    if (!rows.includes(ablation) || (seeds && !seeds.includes(seed)) || !onlyCode(each)) continue;
    const key = [ablation, aligner, codeOf(each.record.made)].join(' ');
    if (!chosen.has(key)) chosen.set(key, each);
  }
  return [...chosen.values()];
}

/**
 * Runs a stale record's row and random seed again and compares: where the seed list and the ranks are the same to the last
 * bit (for records without hashes of those: every figure that they hold, and the marks of each test link), the code is taken
 * to be the same for the records of that code whose rows pass through the same code now.
 * Shown is that one run, on this engine, threads and processor. Rows that were not run are taken on trust, other random
 * seeds too.
 * @param o.run makes the run again
 */
export async function confirmRecord(
  sentinel: StaleRecord,
  o: {
    readonly stale: readonly StaleRecord[];
    readonly run: (sentinel: StaleRecord, work?: Work) => Promise<GainRecord>;
    readonly equal?: readonly Equivalence[];
  },
  work?: Work,
): Promise<Confirmation> {
  const { record: stored, now } = sentinel;
  const fresh = await o.run(sentinel, work);
  const digests = stored.digests ?? confirmedDigests(stored, o.equal ?? []);
  const compared = digests ? 'seeds and ranks' : 'stored figures';
  const differs = [
    ...elsewhere(stored, fresh),
    ...(digests ? differing(digests, fresh.digests!) : differing(figures(stored), figures(fresh))),
  ];
  if (differs.length > 0) return { stored, compared, differs };
  const from = codeOf(stored.made);
  const same = o.stale.filter((s) => s.record.aligner === stored.aligner && codeOf(s.record.made) === from);
  const rows = isEarlier(from)
    ? [stored.ablation]
    : [...new Set(same.filter((s) => s.now.code === now.code).map((s) => s.record.ablation))].sort();
  const { pair, aligner, ablation, seed } = stored;
  const { engine, threads, node, commit } = fresh.made;
  return {
    stored,
    compared,
    differs,
    equivalence: {
      pair,
      aligner,
      from,
      to: codeOf(now),
      ran: { ablation, seed, ...fresh.digests! },
      compared,
      rows,
      engine,
      threads,
      processor: cpus()[0]?.model.trim() ?? 'unknown',
      node,
      commit,
      when: new Date().toISOString().slice(0, 16).replace('T', ' '),
    },
  };
}

/** Whether data and options are the record's own, as far as it says. */
const onlyCode = ({ record: { made }, now }: StaleRecord) =>
  keyDifferences([made, now], ['task', 'truth', 'options']).length === 0;

/** The hashes that an earlier confirmation of the same run has left. */
function confirmedDigests({ pair, aligner, ablation, seed, made }: GainRecord, equal: readonly Equivalence[]) {
  const from = codeOf(made);
  const found = equal.find(
    (e) =>
      e.pair === pair && e.aligner === aligner && e.from === from && e.ran.ablation === ablation && e.ran.seed === seed,
  );
  return found && { seeds: found.ran.seeds, ranks: found.ran.ranks };
}

/** Runs of another engine, thread count or data cannot confirm a record. */
function elsewhere({ made: a }: GainRecord, { made: b }: GainRecord): string[] {
  return (['engine', 'threads', 'task'] as const).flatMap((k) => (a[k] === b[k] ? [] : [`${k}: ${a[k]}, now ${b[k]}`]));
}

/** All that every record holds besides times and where it was made. */
const figures = ({ seconds: _, cpu: __, made: ___, digests: ____, decoded: _____, ...rest }: GainRecord) => rest;

function differing(a: object, b: object): string[] {
  const other = b as Record<string, unknown>;
  return Object.entries(a).flatMap(([name, value]) => {
    const [was, is] = [JSON.stringify(value), JSON.stringify(other[name])];
    return was === is ? [] : [was.length > 60 ? name : `${name}: ${was}, now ${is}`];
  });
}

/** What a confirmation shows, and what it does not. */
export function confirmationLines({ stored, compared, differs, equivalence: e }: Confirmation): string[] {
  const run = gainPlace(stored);
  if (!e) return [`${run}: NOT the same (${compared}); nothing is recorded`, ...differs.map((each) => `  ${each}`)];
  const others = e.rows.filter((row) => row !== stored.ablation);
  return [
    `${run}: the same by ${compared === 'stored figures' ? 'every figure stored, to its last digit' : 'the bytes of seed list and ranks'}; ${e.from} = ${e.to}`,
    `  shown for this row and random seed, by engine ${e.engine}, ${e.threads} threads, ${e.processor}`,
    ...(compared === 'stored figures'
      ? ['  not shown: the order and scores of the seeds, of which the record holds no hash']
      : []),
    others.length > 0
      ? `  taken to hold, not run: ${others.join(', ')}, and other random seeds of that code`
      : '  taken to hold, not run: other random seeds of this row and that code',
  ];
}
