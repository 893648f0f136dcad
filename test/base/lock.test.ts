import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, expect, test, vi } from 'vitest';
import { locked, OutputError } from '../../src/base/index.js';
import { host } from '../../src/base/temporary.js';
import { temporaryFolder } from '../read/folders.js';

const root = join(import.meta.dirname, '..', '..');
beforeAll(() => {
  const built = spawnSync(process.execPath, [join(root, 'src', 'setup', 'build.mjs')], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(built.stderr);
});

test('four processes that add to one file lose nothing, one killed with the lock in its hand', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'sum');
  writeFileSync(file, '0');
  const dead = spawnSync(process.execPath, ['--eval', '']).pid;
  writeFileSync(`${file}.lock`, `${dead} 0 ${host}`);
  const layer = pathToFileURL(join(root, 'dist', 'base', 'index.js')).href;
  const script = `
    import fs from 'node:fs';
    import { locked, writeFile } from ${JSON.stringify(layer)};
    for (let i = 0; i < 50; i++)
      locked(process.argv[1], () => writeFile(process.argv[1], String(Number(fs.readFileSync(process.argv[1])) + 1)));`;
  const ended = Array.from({ length: 4 }, () => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script, file], { stdio: 'inherit' });
    return new Promise((done) => child.on('close', done));
  });
  expect(await Promise.all(ended)).toEqual([0, 0, 0, 0]);
  expect(readFileSync(file, 'utf8')).toBe('200');
  expect(readdirSync(folder)).toEqual(['sum']);
});

test('a lock that a crash has emptied is none', () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(`${file}.lock`, '');
  expect(locked(file, () => 42)).toBe(42);
});

test('a lock of another machine holds, whatever runs here under its number', () => {
  const file = join(temporaryFolder(), 'file');
  const dead = spawnSync(process.execPath, ['--eval', '']).pid;
  writeFileSync(`${file}.lock`, `${dead} 0 ${host === '00000000' ? '11111111' : '00000000'}`);
  let now = Date.now();
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => (now += 5000));
  expect(() => locked(file, () => 42)).toThrow(OutputError);
  clock.mockRestore();
});

test('an error lets go of the lock', () => {
  const file = join(temporaryFolder(), 'file');
  const fail = () =>
    locked(file, () => {
      throw new TypeError('mine');
    });
  expect(fail).toThrow(new TypeError('mine'));
  expect(locked(file, () => existsSync(`${file}.lock`))).toBe(true);
  expect(existsSync(`${file}.lock`)).toBe(false);
});
