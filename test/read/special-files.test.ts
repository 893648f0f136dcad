import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { InputError, isFolder, lookAt, namesIn, readFile, textOf } from '../../src/base/index.js';
import { readDecisions, readFolder, readLinks, readSeeds, readTestLinks } from '../../src/read/index.js';
import { readRecord } from '../../src/study/index.js';
import { withFault } from '../support/faults.js';
import { smallTask } from '../support/small-task.js';
import { featureFolder, folderOf, temporaryFolder } from './folders.js';

const { task } = smallTask(20);

/** What is no regular file, by what errors call it. Reading one would wait, or never end. */
const special: readonly [string, () => string, RegExp][] = [
  ['a pipe', () => pipeIn(temporaryFolder()), /is a pipe\. Give a regular file/],
  ['an endless device', () => '/dev/zero', /is a device\. Give a regular file/],
  ['an empty device', () => '/dev/null', /is a device\. Give a regular file/],
  ['a link to a device', () => linkTo('/dev/zero'), /is a device\. Give a regular file/],
  [
    'a link to nothing',
    () => linkTo('/nowhere/else'),
    /is a link to \/nowhere\/else, which is not there\. Check the path/,
  ],
  ['a link to itself', () => linkToItself(), /cannot be read: links that lead to each other\. Check the links/],
  ['a folder', () => temporaryFolder(), /is a folder\. Give a file/],
  ['a name too long', () => join(temporaryFolder(), 'x'.repeat(300)), /cannot be read: the name is too long/],
  [
    'a path through a file',
    () => join(import.meta.filename, 'x'),
    /(no such file|a part of the path is a file)\. Check/,
  ],
  ['nothing', () => join(temporaryFolder(), 'x'), /no such file\. Check the path/],
];

function pipeIn(folder: string, name = 'pipe.csv'): string {
  execFileSync('mkfifo', [join(folder, name)]);
  return join(folder, name);
}

function linkTo(target: string): string {
  const path = join(temporaryFolder(), 'link.tsv');
  symlinkSync(target, path);
  return path;
}

function linkToItself(): string {
  const path = join(temporaryFolder(), 'loop');
  symlinkSync(path, path);
  return path;
}

describe.skipIf(process.platform === 'win32').each(special)('%s', (_, make, message) => {
  const path = make();
  test.each<[string, () => unknown]>([
    ['a file', () => readFile(path)],
    ['seeds', () => readSeeds(path, task)],
    ['links', () => readLinks(path, task)],
    ['links to test on', () => readTestLinks(path, task)],
    ['decisions', () => readDecisions(path, task)],
  ])('read as %s is refused at once, in words', (_, read) => {
    expect(read).toThrow(InputError);
    expect(read).toThrow(message);
  });
});

describe.skipIf(process.platform === 'win32')('in a folder of two graphs', () => {
  test.each(['ent_ids_1', 'triples_2', 'V.npy', 'ill_ent_ids'])('%s that is a pipe is named', (name) => {
    const dir = folderOf({ ...featureFolder, [name]: undefined });
    pipeIn(dir, name);
    expect(() => readFolder(dir, { seed: 1 })).toThrow(new RegExp(`${name}: is a pipe`));
  });

  test('true links that lead to nothing are not taken for none', () => {
    const dir = folderOf({ ...featureFolder, ill_ent_ids: undefined });
    expect(readFolder(dir, { seed: 1 }).truth).toBeUndefined();
    symlinkSync('../gone/ill_ent_ids', join(dir, 'ill_ent_ids'));
    expect(() => readFolder(dir, { seed: 1 })).toThrow(
      /ill_ent_ids: is a link to \.\.\/gone\/ill_ent_ids, which is not there/,
    );
  });

  test('a graph that is a device, and one that is a pipe', () => {
    const dir = folderOf(featureFolder);
    expect(() => readFolder(['/dev/zero', dir], { seed: 1 })).toThrow(
      /^\/dev\/zero: is a device\. Give a regular file/,
    );
    expect(() => readFolder([pipeIn(temporaryFolder()), dir], { seed: 1 })).toThrow(/pipe\.csv: is a pipe/);
  });

  test('a record that is a pipe', () => {
    const root = temporaryFolder();
    mkdirSync(join(root, 'a'));
    pipeIn(join(root, 'a'), 'record.json');
    expect(() => readRecord(root, 'a')).toThrow(/record\.json: is a pipe/);
  });
});

test('a file too large to be read is refused by its size, whatever its kind', () => {
  const dir = folderOf({ ...featureFolder, 'V.npy': 'x' });
  // Without content: it takes no room on the disk.
  truncateSync(join(dir, 'V.npy'), 3 * 2 ** 30);
  expect(() => readFolder(dir, { seed: 1 })).toThrow(
    /V\.npy: has 3\.0 GB, more than the 2\.0 GB that can be read of one file\. Split/,
  );
  rmSync(join(dir, 'V.npy'));
});

test('a text longer than any text can be is told so, not called damaged', () => {
  const long = { length: 2 ** 29 + 2 ** 27 } as Uint8Array;
  expect(() => textOf(long, 'x.json')).toThrow(/^x\.json: has 0\.6 GB of text, more than the 0\.5 GB .*\. Split it/);
});

test.each([
  ['EACCES', /no right to do this here\. Check the permissions/],
  ['EMFILE', /too many files are open\. Close other programs, or raise the limit/],
  ['EIO', /the disk fails\. Copy the file to another disk/],
  ['ELOOP', /links that lead to each other\. Check the links/],
])('%s: what the system refuses is said in words', async (code, message) => {
  const path = join(temporaryFolder(), 'x');
  writeFileSync(path, 'x');
  for (const read of [() => readFile(path), () => lookAt(path), () => namesIn(join(path, '..'))]) {
    const { error } = await withFault({ at: 0, code }, read);
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toMatch(message);
  }
  expect((await withFault({ at: 0, code }, () => isFolder(path))).error).toBeUndefined();
});
