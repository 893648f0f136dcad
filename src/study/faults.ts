import * as z from 'zod';
import { dataFile } from './data-files.js';
import { markdownTable } from './gain/cells.js';
import { type Kept, readKept } from './kept.js';

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
  calls: count,
  code: z.array(z.string()),
  commands: z.array(
    z.object({ command: z.string(), rounds: count, kills: count, lost: count, doubled: count, differing: count }),
  ),
});

/** What `npm run faults -- mutants` found: damaged bytes for every reader. */
const mutants = z.object({
  kinds: z.array(
    z.object({
      kind: z.string(),
      targets: count,
      tried: count,
      read: count,
      refused: count,
      wrong: z.array(z.string()),
    }),
  ),
});

/** What `npm run faults -- kernel` found: a running kernel under attack. */
const kernel = z.object({
  starts: count,
  actions: z.record(z.string(), z.object({ tried: count, wrong: count })),
  memory: z.array(count),
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
  const { calls, code, commands } = campaign('kills', kills, 'npm run faults -- kills');
  const columns = ['rounds', 'kills', 'lost', 'doubled', 'differing'] as const;
  const rows = commands.map((each) => [each.command, ...columns.map((column) => String(each[column]))]);
  const all = ['all', ...columns.map((column) => String(sum(commands.map((each) => each[column]))))];
  const lines = markdownTable(['command', ...columns], [...rows, all]);
  return [...lines, '', `Over ${calls} calls of the campaign, at the commits ${code.join(', ')}.`].join('\n');
}

/** The campaign of damaged bytes, a kind of file a row, as Markdown. @throws {InputError} where it is not stored */
export function mutantsTable(): string {
  const { kinds } = campaign('mutants', mutants, 'npm run faults -- mutants');
  const columns = ['targets', 'tried', 'read', 'refused'] as const;
  const rows = kinds.map((each) => [
    each.kind,
    ...columns.map((column) => String(each[column])),
    String(each.wrong.length),
  ]);
  const all = columns.map((column) => String(sum(kinds.map((each) => each[column]))));
  const wrong = String(sum(kinds.map((each) => each.wrong.length)));
  return markdownTable(['kind', ...columns, 'wrong'], [...rows, ['all', ...all, wrong]]).join('\n');
}

/** The campaign against the kernel, an action a row, and the kernel's memory, as Markdown. @throws {InputError} where it is not stored */
export function kernelTable(): string {
  const { actions, memory, starts } = campaign('kernel', kernel, 'npm run faults -- kernel');
  const rows = Object.entries(actions).map(([name, each]) => [name, String(each.tried), String(each.wrong)]);
  const all = (['tried', 'wrong'] as const).map((column) =>
    String(sum(Object.values(actions).map((each) => each[column]))),
  );
  return [
    ...markdownTable(['action', 'tried', 'not survived'], [...rows, ['all', ...all]]),
    '',
    `Kernels started: ${starts}. Resident memory, MB, at equal distances: ${memory.join(', ')}.`,
  ].join('\n');
}
