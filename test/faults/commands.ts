import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place, PlainState } from './place.js';

/** A pair that studies find in the place. */
export const studyPair = 'left:made,right:made';

/** Runs a command line in the place. */
export type Psqe = (...args: string[]) => Promise<{ status: number; printed: string }>;

/** A command that writes, and what must be there together. */
export interface Command {
  readonly name: string;
  /** Brings the place into the state before: as a rule an earlier result of other options. */
  before(psqe: Psqe, place: Place): Promise<void>;
  run(psqe: Psqe, place: Place): ReturnType<Psqe>;
  /** What it says where its work is done already. */
  readonly doneAlready?: RegExp;
  /** The program that is run, in the package; without it psqe's. One of its own runs in a process of its own alone. */
  readonly program?: string;
  /** A run that is done starts the next one from its result, which is then another one. */
  readonly once?: boolean;
  /** Takes seconds: not in the sample of `npm test`. */
  readonly slow?: boolean;
  /** What is wrong with files that tell of one another, where they are not all of the state before, or all of that after. */
  mixed?(before: PlainState, now: PlainState, after: PlainState): string | undefined;
}

const pivot = (place: Place, k: number, out: string) => [
  ...['seeds', '--data', place.data, '--method', 'pivot'],
  ...['--k', String(k), '--out', out],
];
const train = (place: Place, seeds: string) => [
  ...['train', '--data', place.data, '--seeds', seeds, '--epochs', '2', '--out', 'aligned'],
];
const align = (place: Place, seed: number) => [
  ...['align', place.data, '--out', 'out/m.csv', '--k', '12', '--seed', String(seed)],
  ...['--embeddings', 'vectors', '--review', 'review.html'],
];
/** As docs/update.md has it: what the update was made from is replaced. */
const update = (place: Place) => [
  ...['align', place.later, '--out', 'out/m.csv', '--update', 'kept.psqe', '--keep', 'kept.psqe'],
  ...['--changes', 'changes.csv', '--review', 'review.html'],
];
const notebook = 'tiny.ipynb';

/** Writes the notebook anew, with the outputs that it has. */
function notebookOf(place: Place, sources: readonly string[]): void {
  const file = join(place.work, notebook);
  const old = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { cells: object[] }).cells : [];
  const cells = sources.map((source, i) => ({
    ...{ cell_type: 'code', id: `cell${i}`, metadata: {}, execution_count: null, outputs: [] },
    ...old[i],
    source,
  }));
  const language_info = { name: 'typescript', file_extension: '.ts', mimetype: 'application/typescript' };
  const metadata = {
    kernelspec: { display_name: 'TypeScript', language: 'typescript', name: 'typescript' },
    language_info,
  };
  writeFileSync(file, `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, undefined, 1)}\n`);
}

const cellsOf = (n: number) => [
  `const n: number = ${n};\nconsole.log('n is', n);`,
  '[n, n * n]',
  'display.html("<b>" + n + "</b>"); n + 1',
];

const main = (place: Place, seed: number) => [
  ...[
    'run',
    '--data',
    place.data,
    '--k',
    '12',
    '--epochs',
    '2',
    '--seed',
    String(seed),
    '--sources',
    'pivot,pivot-csls',
  ],
];
const gain = (seed: string) => [
  ...[
    'study',
    'run',
    'gain',
    '--pair',
    studyPair,
    '--rows',
    'pivot,pivot-csls',
    '--against',
    'pivot',
    '--aligner',
    'small',
    '--seeds',
    seed,
  ],
];
const characters = (place: Place, seed: number) => [
  ...['data', 'build', 'characters', '--sources', place.sources, '--out', 'characters', '--seed', String(seed)],
];

/** The one run in the current folder. */
const runIn = (place: Place) => readdirSync(join(place.work, 'runs')).filter((name) => !name.startsWith('.'));

type Mixed = NonNullable<Command['mixed']>;

/** Files of which all are of one run, where `last` is there. */
const together =
  (which: RegExp, last: RegExp): Mixed =>
  (before, now, after) => {
    const of = (state: PlainState) => [...state].filter(([name]) => which.test(name)).sort();
    const names = of(now).map(([name]) => name);
    if (!names.some((name) => last.test(name))) return undefined;
    const same = (state: PlainState) => JSON.stringify(of(state)) === JSON.stringify(of(now));
    return same(before) || same(after) ? undefined : `${names.join(', ')} are not of one run`;
  };

/** Published figures are of the run that their entry in `index.json` names. */
const mixedFigures: Mixed = (before, now, after) => {
  const entries = (state: PlainState) =>
    JSON.parse(state.get('work/figures/index.json') ?? '{}') as Record<string, object>;
  for (const [name, entry] of Object.entries(entries(now))) {
    const of = [before, after].filter((each) => JSON.stringify(entries(each)[name]) === JSON.stringify(entry));
    const pictures = ['png', 'svg'].map((type) => `work/figures/${name}.${type}`);
    if (!of.some((each) => pictures.every((picture) => each.get(picture) === now.get(picture))))
      return `figures/${name} is not of the run that index.json names`;
  }
  return undefined;
};

/** A study that another one may run beside, on the same records. */
export const studyBeside: Command = {
  name: 'study run beside',
  before: async (psqe) => void (await psqe(...gain('2'))),
  run: (psqe) => psqe(...gain('3')),
};

export const commands: readonly Command[] = [
  {
    name: 'seeds',
    before: async (psqe, place) => void (await psqe(...pivot(place, 11, 'seeds.tsv'))),
    run: (psqe, place) => psqe(...pivot(place, 12, 'seeds.tsv')),
  },
  {
    name: 'train',
    async before(psqe, place) {
      await psqe(...pivot(place, 6, 'few.tsv'));
      await psqe(...pivot(place, 12, 'seeds.tsv'));
      await psqe(...train(place, 'few.tsv'));
    },
    run: (psqe, place) => psqe(...train(place, 'seeds.tsv')),
    mixed: together(/aligned\//, /report\.json$/),
  },
  {
    name: 'align',
    before: async (psqe, place) => void (await psqe(...align(place, 2))),
    run: (psqe, place) => psqe(...align(place, 1)),
    mixed: together(/vectors\/|m\.csv$|review\.html$/, /review\.html$/),
  },
  {
    name: 'align --update',
    async before(psqe, place) {
      const anew = ['align', place.data, '--out', 'out/m.csv', '--k', '12', '--keep', 'kept.psqe'];
      await psqe(...anew, '--review', 'review.html');
    },
    once: true,
    run: (psqe, place) => psqe(...update(place)),
    mixed: together(/m\.csv$|changes\.csv$|review\.html$/, /review\.html$/),
  },
  {
    name: 'notebook',
    program: 'node_modules/typescript-kernel/bin.mjs',
    slow: true,
    async before(psqe, place) {
      notebookOf(place, cellsOf(6));
      await psqe('run', notebook);
      notebookOf(place, cellsOf(7));
    },
    run: (psqe) => psqe('run', notebook),
  },
  {
    name: 'run',
    before: async (psqe, place) => void (await psqe(...main(place, 2))),
    run: (psqe, place) => psqe(...main(place, 1)),
  },
  {
    name: 'figures',
    async before(psqe, place) {
      await psqe(...main(place, 2));
      await psqe(...main(place, 1));
      const [old, now] = runIn(place) as [string, string];
      // The exporter takes seconds to start: pictures in name alone.
      for (const id of [old, now]) drawInName(join(place.work, 'runs', id, 'figures'));
      await psqe('figures', old);
    },
    run: (psqe, place) => psqe('figures', runIn(place)[1]!),
    mixed: mixedFigures,
  },
  {
    name: 'data build',
    before: async (psqe, place) => void (await psqe(...characters(place, 2))),
    run: (psqe, place) => psqe(...characters(place, 1)),
    mixed: together(/work\/characters\//, /./),
  },
  {
    name: 'study run',
    slow: true,
    before: async (psqe) => void (await psqe(...gain('2'))),
    run: (psqe) => psqe(...gain('1')),
  },
  {
    name: 'study docs',
    before: async () => {},
    run: (psqe) => psqe('study', 'docs'),
  },
  {
    name: 'init',
    before: async () => {},
    run: (psqe) => psqe('init', 'demo'),
    mixed: together(/work\/demo\//, /./),
    doneAlready: /something else has this name/,
  },
];

function drawInName(folder: string): void {
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.html')))
    for (const type of ['png', 'svg'])
      writeFileSync(join(folder, name.replace(/html$/, type)), `${type}: ${readFileSync(join(folder, name), 'utf8')}`);
}
