import * as z from 'zod';
import { markdownTable } from './gain/cells.js';
import { type Kept, readKept } from './kept.js';
import { dataFile } from './stored.js';

const count = z.number().int().nonnegative();

/** What `npm run faults` found: every fault at every call by which a command changes the disk. */
const operations = z.object({
  commands: z.array(
    z.object({
      command: z.string(),
      calls: count,
      faults: count,
      tried: z.record(z.string(), count),
      lost: count,
    }),
  ),
});

/** What `npm run faults -- kills` found: processes killed at random moments. */
const kills = z.object({
  commands: z.array(
    z.object({ command: z.string(), rounds: count, kills: count, lost: count, doubled: count, differing: count }),
  ),
});

const campaign = <T>(name: string, schema: z.ZodType<T>, make: string): T => {
  const kind: Kept<T> = { what: `stored record of the campaign ${name}`, schema, make: `Make it: ${make} --keep` };
  return readKept(dataFile('faults', `${name}.json`), kind);
};

const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, each) => total + each, 0);

/** The campaign of faults, a command a row, as Markdown. @throws {InputError} where it is not stored */
export function operationsTable(): string {
  const { commands } = campaign('operations', operations, 'npm run faults');
  const kinds = [...new Set(commands.flatMap(({ tried }) => Object.keys(tried)))].sort();
  const row = (name: string, of: typeof commands) => [
    name,
    ...[sum(of.map(({ calls }) => calls)), sum(of.map(({ faults }) => faults))].map(String),
    ...kinds.map((kind) => String(sum(of.map(({ tried }) => tried[kind] ?? 0)))),
    ...[sum(of.flatMap(({ tried }) => Object.values(tried))), sum(of.map(({ lost }) => lost))].map(String),
  ];
  const head = ['command', 'calls', 'faults', ...kinds, 'tried', 'not survived'];
  return markdownTable(head, [...commands.map((each) => row(each.command, [each])), row('all', commands)]).join('\n');
}

/** The campaign of kills, a command a row, as Markdown. @throws {InputError} where it is not stored */
export function killsTable(): string {
  const { commands } = campaign('kills', kills, 'npm run faults -- kills');
  const columns = ['rounds', 'kills', 'lost', 'doubled', 'differing'] as const;
  const rows = commands.map((each) => [each.command, ...columns.map((column) => String(each[column]))]);
  const all = ['all', ...columns.map((column) => String(sum(commands.map((each) => each[column]))))];
  return markdownTable(['command', ...columns], [...rows, all]).join('\n');
}
