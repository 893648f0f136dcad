import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { packageRoot, packageVersion } from '../base/index.js';
import { type EngineInfo, engineInfo } from '../compute/index.js';
import { type AlignmentTask, type GroundTruth, type Links, taskFingerprint } from '../graph/index.js';

/**
 * What a result depends on: where two keys are equal, so are the results, to the last digit. Records of earlier code do not
 * know all of it.
 */
export const recordKey = z.object({
  /** Fingerprint of both graphs with their features. */
  task: z.string(),
  /** Fingerprint of the true links; null where there are none. */
  truth: z.string().nullable().optional(),
  /** Fingerprint of links to test on that were given beside the data; null where there are none. */
  test: z.string().nullable().optional(),
  /** Hash of every option that decides, and of the modalities compared. */
  options: z.string().optional(),
  /** `reachedCode`: hash of the compiled code that the run passes through. */
  code: z.string().optional(),
  engine: z.string(),
  threads: z.number(),
  node: z.string(),
  /** `codeCommit`: tells the code where no hash of it was taken. */
  commit: z.string().nullable(),
});
export type RecordKey = z.infer<typeof recordKey>;

const earlier = 'commit ';

/** The code of a key: its hash, or for records of earlier code their commit. */
export const codeOf = ({ code, commit }: Pick<RecordKey, 'code' | 'commit'>): string =>
  code ?? `${earlier}${commit ?? 'unknown'}`;

/** Whether that is a commit: code of which no hash was taken. */
export const isEarlier = (code: string): boolean => code.startsWith(earlier);

const words = {
  task: 'data',
  truth: 'true links',
  test: 'test links',
  options: 'options',
  engine: 'engine',
  threads: 'threads',
  node: 'Node.js',
  code: 'code',
} as const;

/** A part of a key, in the order in which differences are named. */
export type KeyPart = keyof typeof words;

const partOf = (key: RecordKey, part: KeyPart) => (part === 'code' ? codeOf(key) : key[part]);

/** The parts in which keys differ, each in a word or two. What a key does not know is no difference. */
export function keyDifferences(keys: readonly RecordKey[], parts = Object.keys(words) as readonly KeyPart[]): string[] {
  const known = (part: KeyPart) => keys.map((key) => partOf(key, part)).filter((value) => value !== undefined);
  return parts.filter((part) => new Set(known(part)).size > 1).map((part) => words[part]);
}

/** Twelve hex digits, the same for equal keys. */
export const keyHash = (key: RecordKey): string =>
  hashOf((Object.keys(words) as KeyPart[]).map((part) => partOf(key, part) ?? null)).slice(0, 12);

/** What a key is of. */
export interface Keyed {
  readonly task: AlignmentTask;
  readonly truth?: GroundTruth | undefined;
  /** Links to test on that were given beside the data. */
  readonly test?: Links | undefined;
  /** Every option that decides, as it was given or as it resolves. */
  readonly options: unknown;
  /** `reachedCode`'s hash. */
  readonly code: string;
}

/** The key of a result that is made here and now. */
export function keyOf({ task, truth, test, options, code }: Keyed): RecordKey {
  return {
    ...madeHere(task),
    truth: truth ? linksFingerprint(truth.links) : null,
    test: test ? linksFingerprint(test) : null,
    options: hashOf({ options, modalities: task.modalities }),
    code,
  };
}

/** The part of a key that is known without options and code. */
export function madeHere(task: AlignmentTask): RecordKey {
  const { engine, versions, commit } = provenance();
  const { name, threads } = engine;
  return { engine: name, threads, node: versions.node, commit, task: taskFingerprint(task).slice(0, 16) };
}

/** Where a run was made: told with it, for a reader. */
export interface Provenance {
  readonly engine: EngineInfo;
  readonly versions: { readonly psqe: string; readonly node: string; readonly tfjs: string };
  readonly machine: {
    readonly platform: string;
    readonly cpu: string;
    readonly cores: number;
    readonly memoryMB: number;
  };
  /** `codeCommit` */
  readonly commit: string | null;
}

/** Looks up engine, versions, machine and commit. */
export function provenance(): Provenance {
  const tfjs = createRequire(import.meta.url).resolve('@tensorflow/tfjs/package.json');
  return {
    engine: engineInfo(),
    versions: {
      psqe: packageVersion(),
      node: process.versions.node,
      tfjs: (JSON.parse(readFileSync(tfjs, 'utf8')) as { version: string }).version,
    },
    machine: {
      platform: `${process.platform}-${process.arch}`,
      cpu: cpus()[0]?.model.trim() ?? 'unknown',
      cores: availableParallelism(),
      memoryMB: Math.round(totalmem() / 2 ** 20),
    },
    commit: codeCommit(),
  };
}

/**
 * Commit of the working tree, then "+" and a hash of its changes where there are any (stored records are no change: they are
 * written by runs); null outside of a repository.
 */
export function codeCommit(): string | null {
  const cwd = packageRoot();
  if (!existsSync(join(cwd, '.git'))) return null;
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const head = git('rev-parse', 'HEAD');
    const changes = git(
      'diff',
      'HEAD',
      '--',
      'src',
      'data',
      'package-lock.json',
      ':!data/gain',
      ':!data/theory',
      ':!data/records',
    );
    return changes === '' ? head : `${head}+${createHash('sha256').update(changes).digest('hex').slice(0, 8)}`;
  } catch {
    return null;
  }
}

const linksFingerprint = ({ left, right }: Links): string =>
  createHash('sha256').update(left).update(right).digest('hex').slice(0, 16);

/** Hash of JSON with sorted names, typed arrays as lists, and numbers to six digits (learned weights differ by engine in the last). */
function hashOf(value: unknown): string {
  const text = JSON.stringify(value, (_, each: unknown) => {
    if (typeof each === 'number') return Number.isFinite(each) ? Number(each.toPrecision(6)) : String(each);
    if (ArrayBuffer.isView(each)) return Array.from(each as unknown as ArrayLike<number>);
    if (!each || typeof each !== 'object' || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
