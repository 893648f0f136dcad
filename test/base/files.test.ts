import { spawnSync } from 'node:child_process';
import fs, {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { makeFolder, OutputError, removeFile, writeFile, writeFiles } from '../../src/base/index.js';
import { endTemporary, temporaryPath } from '../../src/base/temporary.js';
import { temporaryFolder } from '../read/folders.js';
import { withFault } from '../support/faults.js';

const before = 'what was there before';
const after = 'what comes after, '.repeat(50);
const posix = process.platform !== 'win32';

describe('a fault at each call of a write', () => {
  const kinds = [
    ['the disk is full', {}],
    ['the disk fails', { code: 'EIO' }],
    ['a write takes a part, then the disk is full', { short: true }],
  ] as const;
  test.each(kinds)('%s: the old file or the new one, whole, and no temporary file', async (_, kind) => {
    let failed = 0;
    for (let at = 0; ; at++) {
      const file = join(temporaryFolder(), 'file');
      writeFileSync(file, before);
      const { error, calls } = await withFault({ ...kind, at }, () => writeFile(file, after));
      const found = readFileSync(file, 'utf8');
      expect([before, after]).toContain(found);
      expect(readdirSync(join(file, '..'))).toEqual(['file']);
      if (error) {
        failed++;
        expect(error).toBeInstanceOf(OutputError);
        expect((error as Error).message).toMatch(/file: cannot be written: .*(no space left|the disk fails)/);
      } else expect(found).toBe(after);
      if (at >= calls) break;
    }
    expect(failed).toBeGreaterThan(5);
  });

  test('killed there: the next write finds the old file or the new one, and clears what is left', async () => {
    let left = 0;
    for (let at = 0; ; at++) {
      const folder = temporaryFolder();
      const file = join(folder, 'file');
      writeFileSync(file, before);
      const { calls } = await withFault({ at, dead: true }, () => writeFile(file, after));
      expect([before, after]).toContain(readFileSync(file, 'utf8'));
      left += readdirSync(folder).length - 1;
      writeFile(join(folder, 'other'), 'x');
      expect(readdirSync(folder).sort()).toEqual(['file', 'other']);
      if (at >= calls) break;
    }
    expect(left).toBeGreaterThan(1);
  });

  test.each([{}, { dead: true }])('a folder with its files is there whole or not at all (%j)', async (kind) => {
    for (let at = 0; ; at++) {
      const root = temporaryFolder();
      const made = () => makeFolder(join(root, 'made'), { a: after, b: before });
      const { error, calls } = await withFault({ ...kind, at }, made);
      if (existsSync(join(root, 'made'))) expect(readdirSync(join(root, 'made')).sort()).toEqual(['a', 'b']);
      else expect(error).toBeInstanceOf(OutputError);
      if (!('dead' in kind)) expect(readdirSync(root).filter((name) => name !== 'made')).toEqual([]);
      makeFolder(join(root, 'next'), {});
      expect(readdirSync(root).filter((name) => name !== 'made')).toEqual(['next']);
      if (at >= calls) break;
    }
  });

  test('writes that take a part each are no fault: the rest is written after it', () => {
    const file = join(temporaryFolder(), 'file');
    const write = fs.writeSync as (fd: number, bytes: Uint8Array, from: number, length: number) => number;
    const spy = vi
      .spyOn(fs, 'writeSync')
      .mockImplementation(((...[fd, bytes, from, length]: Parameters<typeof write>) =>
        write(fd, bytes, from, Math.min(7, length))) as typeof fs.writeSync);
    writeFile(file, after);
    expect(spy.mock.calls.length).toBe(Math.ceil(after.length / 7));
    spy.mockRestore();
    expect(readFileSync(file, 'utf8')).toBe(after);
  });
});

describe.runIf(posix)('a disk that takes a part for real', () => {
  const root = join(import.meta.dirname, '..', '..');
  beforeAll(() => {
    const built = spawnSync(process.execPath, [join(root, 'src', 'setup', 'build.mjs')], { encoding: 'utf8' });
    if (built.status !== 0) throw new Error(built.stderr);
  });
  const layer = pathToFileURL(join(root, 'dist', 'base', 'index.js')).href;
  const script = `import { writeFile } from ${JSON.stringify(layer)}; writeFile(process.argv[1], 'x'.repeat(200_000));`;
  /** Writes 200 kB in another process, after the shell's `first`. */
  const write = (file: string, first = '') =>
    spawnSync('sh', ['-c', `${first} exec "$0" --input-type=module --eval "$1" "$2"`, process.execPath, script, file], {
      encoding: 'utf8',
    });

  test('files may not become so large (ulimit -f): an error, and nothing is left', () => {
    const folder = temporaryFolder();
    const { status, stderr } = write(join(folder, 'file'), 'ulimit -f 64;');
    expect(status).toBe(1);
    expect(stderr).toMatch(/file: cannot be written: larger than files may become here.*ulimit/);
    expect(readdirSync(folder)).toEqual([]);
    expect(write(join(folder, 'file')).status).toBe(0);
    expect(statSync(join(folder, 'file')).size).toBe(200_000);
  });

  test('a full disk: an error that tells how much is free, the old file stays', (context) => {
    const folder = temporaryFolder();
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', folder]);
    if (mounted.status !== 0) return context.skip('no right to mount a small disk here');
    try {
      writeFileSync(join(folder, 'file'), before);
      const { status, stderr } = write(join(folder, 'file'));
      expect(status).toBe(1);
      expect(stderr).toMatch(/no space left on the disk \(200000 bytes to write, \d+ free\)\. Free some space/);
      expect(readFileSync(join(folder, 'file'), 'utf8')).toBe(before);
      expect(readdirSync(folder)).toEqual(['file']);
    } finally {
      spawnSync('umount', [folder]);
    }
  });
});

describe('what a write keeps', () => {
  test.runIf(posix)('mode and link of a file that is there', () => {
    const folder = temporaryFolder();
    const [file, link] = [join(folder, 'file'), join(folder, 'link')];
    writeFileSync(file, before);
    chmodSync(file, 0o640);
    symlinkSync('file', link);
    writeFile(link, after);
    expect(readlinkSync(link)).toBe('file');
    expect(readFileSync(file, 'utf8')).toBe(after);
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });

  test.runIf(posix)('a device, which is written to and not replaced', () => {
    const device = join(temporaryFolder(), 'null');
    symlinkSync('/dev/null', device);
    writeFile(device, after);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
    expect(readlinkSync(device)).toBe('/dev/null');
  });

  test('what other writers have not finished, unless it is a day old', () => {
    const folder = temporaryFolder();
    const own = temporaryPath(folder);
    endTemporary(own);
    const living = own.replace(/-\d+-\d+-\d+$/, `-${process.ppid}-0-0`);
    const elsewhere = own.replace(/tmp-[0-9a-f]{8}-/, 'tmp-00000000-');
    const old = elsewhere.replace(/\d+$/, '999999');
    for (const path of [own, living, elsewhere, old]) writeFileSync(path, 'half');
    utimesSync(old, new Date(0), new Date(0));
    writeFile(join(folder, 'file'), after);
    const left = readdirSync(folder).map((name) => join(folder, name));
    expect(left.sort()).toEqual([elsewhere, living, join(folder, 'file')].sort());
  });
});

test('what cannot be written says why and what to do', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), before);
  mkdirSync(join(folder, 'folder', 'inner'), { recursive: true });
  expect(() => writeFile(join(folder, 'file', 'x'), after)).toThrow(/is a file|has this name/);
  expect(() => writeFile(join(folder, 'folder'), after)).toThrow(/folder: cannot be written: the path is a folder/);
  expect(() => writeFile(join(folder, 'x'.repeat(300)), after)).toThrow(/the name is too long/);
  expect(() => makeFolder(join(folder, 'folder'), {})).toThrow(/something else has this name/);
  removeFile(join(folder, 'file'));
  removeFile(join(folder, 'file'));
  expect(readdirSync(folder)).toEqual(['folder']);
});

describe('files that belong together', () => {
  const kinds = [{}, { code: 'EIO' }, { short: true }, { dead: true }] as const;
  test.each(kinds)('the last one is there only beside the others of its writing (%j)', async (kind) => {
    const seen = new Set<string>();
    for (let at = 0; ; at++) {
      const folder = temporaryFolder();
      const paths = ['a', 'sub/b', 'last'].map((name) => join(folder, name));
      mkdirSync(join(folder, 'sub'));
      for (const path of paths) writeFileSync(path, before);
      const write = () =>
        writeFiles(
          paths.map((path) => [path, after]),
          [join(folder, 'none')],
        );
      const { error, calls } = await withFault({ ...kind, at }, write);
      const [a, b, last] = paths.map((path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined));
      if (last !== undefined) expect([a, b]).toEqual([last, last]);
      seen.add(String(last === undefined ? 'none' : last === before ? 'old' : 'new'));
      if (!('dead' in kind)) expect(error === undefined || error instanceof OutputError).toBe(true);
      write();
      expect(paths.map((path) => readFileSync(path, 'utf8'))).toEqual([after, after, after]);
      expect(readdirSync(folder, { recursive: true }).sort()).toEqual(['a', 'last', 'sub', 'sub/b']);
      if (at >= calls) break;
    }
    expect([...seen].sort()).toEqual(['new', 'none', 'old']);
  });

  test('a disk that is full loses nothing that was there', async () => {
    const folder = temporaryFolder();
    const paths = ['a', 'last'].map((name) => join(folder, name));
    for (const path of paths) writeFileSync(path, before);
    const spy = vi.spyOn(fs, 'writeSync').mockImplementation(() => {
      throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    });
    expect(() => writeFiles(paths.map((path) => [path, after]))).toThrow(/no space left/);
    spy.mockRestore();
    expect(paths.map((path) => readFileSync(path, 'utf8'))).toEqual([before, before]);
    expect(readdirSync(folder).sort()).toEqual(['a', 'last']);
  });
});
