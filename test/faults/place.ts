import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { packageRoot } from '../../src/base/index.js';
import { putFiles } from '../support/put-files.js';
import { filesIn } from './disk.js';

/** Folders in which commands run: a copy of the built package (studies write into it), small inputs, and where to write. */
export interface Place {
  readonly root: string;
  readonly package: string;
  /** Two graphs of 40 entities. */
  readonly data: string;
  /** The same without a few triples. */
  readonly later: string;
  /** Invented sources of `psqe data build characters`. */
  readonly sources: string;
  /** The current folder of commands. */
  readonly work: string;
  remove(): void;
}

const copied = ['dist', 'package.json', 'docs/templates', 'data'];

/** Makes a place; sets the environment of this process for it. */
export function makePlace(): Place {
  const root = mkdtempSync(join(tmpdir(), 'psqe-faults-'));
  const at = (name: string) => join(root, name);
  const from = packageRoot();
  for (const name of copied) cpSync(join(from, name), join(at('package'), name), { recursive: true });
  for (const name of ['node_modules', 'src']) symlinkSync(join(from, name), join(at('package'), name));
  // By a process of its own: TensorFlow.js keeps one set of kernels, and this process has those of the built package.
  const made = spawnSync(process.execPath, [join(import.meta.dirname, 'run.mjs'), 'inputs', root], {
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(made.stderr);
  // The documents have hundreds of tables, which take half a minute.
  const documents = ['README.md', 'docs/gain.md', 'docs/reliability.md'];
  putFiles(at('package'), Object.fromEntries(documents.map((name) => [name, 'Of before.\n'])));
  const template = 'Made anew.\n\n{{readme-output}}\n';
  putFiles(join(at('package'), 'docs', 'templates'), {
    'README.md': template,
    'gain.md': template,
    'reliability.md': 'Made anew.\n',
  });
  mkdirSync(at('work'));
  Object.assign(process.env, environment(root));
  return {
    root,
    package: at('package'),
    data: at('data'),
    later: at('later'),
    sources: at('sources'),
    work: at('work'),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Figures as HTML, since the exporter takes seconds to start. */
const environment = (root: string) => ({
  PSQE_KALEIDO: join(root, 'none'),
});

/** What commands may change: the current folder and what studies keep in the package. */
export interface State {
  readonly files: ReadonlyMap<string, Buffer>;
}

const changing = (place: Place) => [
  place.work,
  join(place.package, 'data', 'gain'),
  join(place.package, 'README.md'),
  join(place.package, 'docs', 'gain.md'),
  join(place.package, 'docs', 'reliability.md'),
];

const filesOf = (place: Place) =>
  changing(place)
    .flatMap((path) => (/\.md$/.test(path) ? [path] : filesIn(path)))
    .filter((path) => !path.endsWith('/'));

export const stateOf = (place: Place): State => ({
  files: new Map(filesOf(place).map((path) => [relative(place.root, path), readFileSync(path)])),
});

/** Names of what is being written, or was when its process was killed: by psqe, and by the kernel's package, which runs without it. */
export const unfinished = /\.psqe-tmp|\/\.[^/]+\.ipynb\.\d+$/;

/** What writers left unfinished. */
export const temporariesIn = (place: Place): string[] =>
  [place.work, join(place.package, 'data'), join(place.package, 'docs'), place.package]
    .flatMap((folder) =>
      folder === place.package ? readdirSync(folder).map((name) => join(folder, name)) : filesIn(folder),
    )
    .filter((path) => unfinished.test(path));

/** Puts the place back into a state. */
export function restore(place: Place, { files }: State): void {
  for (const path of temporariesIn(place)) rmSync(path, { recursive: true, force: true });
  for (const path of changing(place)) rmSync(path, { recursive: true, force: true });
  mkdirSync(place.work);
  putFiles(place.root, Object.fromEntries(files));
}

/** When a run began; behind it stands a hash of what it depends on. */
const runTime = /\d{8}-\d{9}(?=-[0-9a-f]{12})/g;
/** Which process wrote an unfinished file. */
const writer = /(\.psqe-tmp)-[0-9a-f]+-\d+-\d+-\d+/g;
/** Measured, or of the time at which it ran. */
const measured = new Set(['seconds', 'startedAt', 'peakMemoryMB', 'cpu', 'load', 'sha256', 'id', 'ms', 'date', 'when']);

/** A file's name and content without what differs from run to run: times, run ids, checksums of such. */
export const plainName = (name: string): string => name.replaceAll(runTime, 'RUN').replaceAll(writer, '$1');

export function plainContent(name: string, content: Buffer): string {
  const text = content.toString('latin1').replaceAll(runTime, 'RUN');
  if (!/\.jsonl?$/.test(name)) return text;
  const lines = /\.jsonl$/.test(name) ? text.split('\n').filter((line) => line !== '') : [text];
  return lines
    .map((line) => JSON.stringify(JSON.parse(line), (key, value) => (measured.has(key) ? 0 : value)))
    .join('\n');
}

/** Contents by names, both without what differs from run to run. */
export type PlainState = ReadonlyMap<string, string>;

/** A state by plain names and contents; a file that is no JSON although its name says so shows as it is. */
export function plainState({ files }: State): PlainState {
  return new Map(
    [...files].map(([name, content]) => {
      try {
        return [plainName(name), plainContent(name, content)];
      } catch {
        return [plainName(name), content.toString('latin1')];
      }
    }),
  );
}
