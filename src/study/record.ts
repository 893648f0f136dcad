import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { packageRoot, packageVersion } from '../base/index.js';
import { type EngineInfo, engineInfo } from '../compute/index.js';
import type { AlignmentTask, GroundTruth, Links } from '../graph/index.js';

/** What a result depends on besides its options: enough to know whether two runs may share parts. */
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

/** SHA-256 of all that a task holds (ids, triples, features, in row order), as hex digits. */
export function taskFingerprint(task: AlignmentTask): string {
  const sum = createHash('sha256').update(task.name);
  for (const { ids, triples, features } of [task.left, task.right]) {
    sum.update(ids.join('\n'));
    for (const column of [triples.head, triples.relation, triples.tail]) sum.update(column);
    for (const [name, { values, known }] of features) sum.update(name).update(values.data).update(known);
  }
  return sum.digest('hex');
}

/** SHA-256 of all that reaches a report, by what it is; null for what there is none of. */
export interface InputFingerprints {
  readonly task: string;
  readonly truth: string | null;
  /** Links to test on that were given beside the data. */
  readonly test: string | null;
}

/** The fingerprints of a run's inputs. */
export function inputFingerprints(inputs: {
  readonly task: AlignmentTask;
  readonly truth?: GroundTruth | undefined;
  readonly test?: Links | undefined;
}): InputFingerprints {
  const { task, truth, test } = inputs;
  return {
    task: taskFingerprint(task),
    truth: truth ? linksFingerprint(truth.links) : null,
    test: test ? linksFingerprint(test) : null,
  };
}

const linksFingerprint = ({ left, right }: Links): string =>
  createHash('sha256').update(left).update(right).digest('hex');

/** What a stored record's numbers depend on besides its options: engine, versions, code, and the task's fingerprint, in short. */
export function madeHere(task: AlignmentTask) {
  const { engine, versions, commit } = provenance();
  const { name, threads } = engine;
  return { engine: name, threads, node: versions.node, commit, task: taskFingerprint(task).slice(0, 16) };
}
