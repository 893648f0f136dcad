import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildFolder, changedFiles, OutputError, sumsFile, writeFile } from '../../src/base/index.js';
import { temporaryFolder } from '../read/folders.js';
import { withFault } from '../support/faults.js';

const names = ['a.csv', 'left/1.svg', 'left/2.svg', 'right/deep/3.svg'];
const build = (path: string, content: string) =>
  buildFolder(path, async (folder) => {
    for (const name of names) folder.write(name, content);
    return names.length;
  });
const there = (path: string) =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .sort();
const wanted = [...names, sumsFile].sort();

test('a folder is built beside its place, with a checksum of each file', async () => {
  const path = join(temporaryFolder(), 'sub', 'built');
  expect(await build(path, 'x')).toBe(4);
  expect(there(path)).toEqual(wanted);
  const lines = readFileSync(join(path, sumsFile), 'utf8').trimEnd().split('\n');
  const sum = createHash('sha256').update('x').digest('hex');
  expect(lines).toEqual(names.map((name) => `${sum}  ${name}`));
});

test('what a built folder has lost or changed since is named, and nothing outside of it is read', async () => {
  const path = join(temporaryFolder(), 'built');
  await build(path, 'x');
  expect(changedFiles(path)).toEqual([]);
  writeFileSync(join(path, 'left/1.svg'), 'y');
  rmSync(join(path, 'right/deep/3.svg'));
  expect(changedFiles(path)).toEqual(['left/1.svg', 'right/deep/3.svg']);
  const zeros = '0'.repeat(64);
  writeFileSync(join(path, sumsFile), `${zeros}  ../outside\n${zeros}  /outside\nno line\n${zeros} *a.csv\n`);
  expect(changedFiles(path)).toEqual(['a.csv']);
  expect(changedFiles(join(path, 'left'))).toEqual([]);
  expect(changedFiles(join(path, 'a.csv'))).toEqual([]);
});

const kinds = [{}, { code: 'EIO' }, { short: true }, { dead: true }] as const;
test.each(kinds)('a fault at each call (%j): the old folder or the new one, whole', async (kind) => {
  const seen = new Set<string>();
  for (let at = 0; ; at++) {
    const root = temporaryFolder();
    const path = join(root, 'built');
    await build(path, 'old');
    const { error, calls } = await withFault({ ...kind, at }, () => build(path, 'new'));
    if (existsSync(path)) {
      expect(there(path)).toEqual(wanted);
      const contents = new Set(names.map((name) => readFileSync(join(path, name), 'utf8')));
      expect(contents.size).toBe(1);
      seen.add([...contents][0]!);
    } else expect('dead' in kind).toBe(true);
    if (error && !('dead' in kind)) {
      expect(error).toBeInstanceOf(OutputError);
      expect((error as OutputError).remedy).toBeTruthy();
    }
    await build(path, 'again');
    expect(readFileSync(join(path, 'a.csv'), 'utf8')).toBe('again');
    expect(readdirSync(root)).toEqual(['built']);
    if (at >= calls) break;
  }
  expect([...seen].sort()).toEqual(['new', 'old']);
});

test('what was not built here is left alone', async () => {
  const root = temporaryFolder();
  const mine = join(root, 'mine');
  mkdirSync(mine);
  await build(mine, 'empty folders may be built in');
  writeFileSync(join(mine, 'links.csv'), 'mine');
  await expect(build(mine, 'x')).rejects.toThrow(
    /mine: cannot be written: there is links\.csv already.*choose another/,
  );
  expect(readFileSync(join(mine, 'links.csv'), 'utf8')).toBe('mine');
  writeFileSync(join(root, 'file'), 'mine');
  await expect(build(join(root, 'file'), 'x')).rejects.toThrow(/cannot be written: there is .*file already/);
});

test('a job that fails leaves nothing, and its error as it is; other writes beside it do no harm', async () => {
  const root = temporaryFolder();
  const own = new TypeError('mine');
  const job = buildFolder(join(root, 'built'), (folder) => {
    folder.write('a', 'x');
    writeFile(join(root, 'beside'), 'y');
    folder.write('b', 'x');
    throw own;
  });
  await expect(job).rejects.toBe(own);
  expect(readdirSync(root)).toEqual(['beside']);
});
