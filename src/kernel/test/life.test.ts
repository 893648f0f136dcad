import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { LanguageSession } from '../language/session.js';
import { collectAfterWork } from '../protocol/collect.js';
import { Client } from './client.js';

let kernel: Client;
afterEach(() => kernel?.stop());

/** Sends a cell that ends the kernel; answers when the process is gone. */
async function ends(code: string): Promise<Client['exit']> {
  kernel.submit(code);
  await kernel.until(() => kernel.exit, 60_000);
  return kernel.exit;
}

const hoard = 'const hoard: number[][] = []; for (;;) hoard.push(new Array(100_000).fill(1.5));';

test('compiled TypeScript is kept in the cache folder of the user, and the next start takes it', async () => {
  const home = mkdtempSync(join(tmpdir(), 'typescript-kernel-'));
  const env = { XDG_CACHE_HOME: home, NODE_COMPILE_CACHE: '' };
  const kept = async (): Promise<{ file: string; size: number; mtimeMs: number }> => {
    kernel = await Client.start({ env });
    expect(await kernel.value('40 + 2')).toBe('42');
    await kernel.stop();
    const folder = join(home, 'typescript-kernel');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => {
      const { size, mtimeMs } = statSync(join(folder, name));
      return { file: join(folder, name), size, mtimeMs };
    });
    return files.sort((a, b) => b.size - a.size)[0]!;
  };
  const first = await kept();
  expect(first.size, 'TypeScript is the one large file').toBeGreaterThan(1_000_000);
  // What V8 refuses, as it does where flags were set in between, is written anew.
  if (!('enableCompileCache' in module)) {
    expect((await kept()).mtimeMs).toBe(first.mtimeMs);
    const whole = readFileSync(first.file);
    const damaged = Buffer.from(whole);
    damaged[damaged.length >> 1]! ^= 1;
    writeFileSync(first.file, damaged);
    expect(readFileSync((await kept()).file).equals(damaged), 'what is damaged is written anew, too').toBe(false);
  }
  rmSync(home, { recursive: true });
});

describe('the end', () => {
  test('process.exit in a cell says why, on stderr and in the notebook', async () => {
    kernel = await Client.start();
    expect(await ends('process.exit(3)')).toEqual({ code: 3, signal: null });
    expect(kernel.stderr).toContain('a cell ended the process (exit code 3)');
    await kernel.until(() => kernel.iopubLog.some((m) => String(m.content.text).includes('a cell ended the process')));
  });

  // Each start is also the next start after a crash.
  const crashes = [
    ['memory used up', hoard, 'ended by abort (out of memory', { NODE_OPTIONS: '--max-old-space-size=300' }],
    ['an abort in native code', 'process.abort()', 'ended by abort (out of memory, or a failure of native code', {}],
    ['a segmentation fault', 'process.kill(process.pid, "SIGSEGV")', 'ended by a segmentation fault', {}],
    ['killed from outside', 'process.kill(process.pid, "SIGKILL")', 'killed from outside', {}],
  ] as const;
  test.skipIf(process.platform === 'win32').each(crashes)('%s: a reason on stderr', async (_, code, reason, env) => {
    kernel = await Client.start({ installed: true, env });
    expect(await kernel.value('40 + 2')).toBe('42');
    expect((await ends(code))!.code).toBeGreaterThan(128);
    expect(kernel.stderr).toContain(`typescript-kernel: ${reason}`);
  });

  test('shutdown runs the exit handlers of the session and takes no word', async () => {
    kernel = await Client.start();
    await kernel.value('process.on("exit", () => require("node:fs").writeSync(2, "handler ran"));');
    expect(await kernel.request('shutdown_request', { restart: false }, 'control')).toEqual({
      status: 'ok',
      restart: false,
    });
    await kernel.until(() => kernel.exit);
    expect(kernel.exit).toEqual({ code: 0, signal: null });
    expect(kernel.stderr).toBe('handler ran');
    expect(kernel.iopubLog.at(-1)!.header.msg_type).toBe('shutdown_reply');
  });

  test('a busy kernel is shut down all the same', async () => {
    kernel = await Client.start();
    const id = kernel.submit('console.log("begun"); new Function("for (;;);")();');
    await kernel.until(() => kernel.outputsOf(id).length > 1);
    kernel.send('control', 'shutdown_request', { restart: true });
    await kernel.until(() => kernel.exit, 5000);
  });

  test('the kernel ends when the process that started it is gone', async () => {
    // Its "client" here is a process that has ended already when the kernel looks the second time.
    const { spawn } = await import('node:child_process');
    const shortLived = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    kernel = await Client.start({ env: { JPY_PARENT_PID: String(shortLived.pid) } });
    expect(await kernel.value('1')).toBe('1');
    shortLived.kill('SIGKILL');
    await kernel.until(() => kernel.exit, 8000);
  });
});

/** Cells that define the same names again and again, as a reader does who tries things. */
const cell = (i: number): string =>
  `const n = ${i}; let last${i % 7} = { n, list: [n] }; class C { value = n; }; function f() { return new C().value; } f() + last${i % 7}.n`;

describe('a long session', () => {
  // The resident size says little: V8 gives memory back when it likes. What is in use is exact.
  const MB = 2 ** 20;

  test('1,000 cells: each right, and the thread that runs them keeps nothing of them', async () => {
    kernel = await Client.start({ args: ['--expose-gc'] });
    const used = async (): Promise<number> =>
      Number(await kernel.value('global.gc!(); process.memoryUsage().heapUsed'));
    const run = async (from: number, to: number): Promise<void> => {
      for (let first = from; first < to; first += 50) {
        const ids = Array.from({ length: 50 }, (_, i) => kernel.submit(cell(first + i)));
        const outcomes = await Promise.all(ids.map((id) => kernel.outcome(id, 60_000)));
        const values = outcomes.map((o) => o.of('execute_result')[0]?.data['text/plain']);
        expect(values).toEqual(ids.map((_, i) => String(2 * (first + i))));
        kernel.iopubLog.length = 0;
      }
    };
    await run(0, 100);
    const before = await used();
    await run(100, 1000);
    expect((await used()) - before).toBeLessThan(0.5 * MB);
    expect((await kernel.execute('n + last3.list[0]!')).reply).toMatchObject({ status: 'ok', execution_count: 1003 });
  });

  test('garbage is collected in the midst of work without a rest, from the start on', () => {
    vi.useFakeTimers();
    let [used, most, collected] = [70 * MB, 0, 0];
    const { loaded, worked } = collectAfterWork({
      used: () => used,
      collect: () => {
        used = 70 * MB;
        collected += 1;
      },
    });
    loaded();
    for (let cell = 0; cell < 1000; cell++) {
      worked();
      vi.advanceTimersByTime(1);
      most = Math.max(most, used);
      used += 3 * MB;
    }
    vi.useRealTimers();
    expect(most).toBeLessThan(150 * MB);
    expect(collected).toBeLessThan(100);
  });

  test('nor does the TypeScript session, beyond what can still be named', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const session = new LanguageSession(tmpdir(), undefined);
    const used = (): number => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const run = (from: number, to: number): void => {
      for (let i = from; i < to; i++) expect(session.compile(cell(i), `In[${i}]`)).toHaveProperty('js');
    };
    run(0, 60);
    const before = used();
    run(60, 180);
    expect(used() - before).toBeLessThan(4 * MB);
  });
});

/** Notes every file and folder that the process and its threads open for writing, make or move. */
const SPY = `const fs = require('node:fs');
const note = fs.appendFileSync;
const wrap = (object, name, writes = () => true) => {
  const original = object[name];
  object[name] = function (path, ...rest) {
    if (typeof path !== 'number' && writes(...rest)) {
      object[name] = original;
      note(process.env.SPY_RECORD, String(path) + '\\n');
      wrap(object, name, writes);
    }
    return original.call(this, path, ...rest);
  };
};
const forWriting = (flags) => typeof flags === 'string' ? flags !== 'r' : typeof flags === 'number' && (flags & 3) !== 0;
for (const [object, sync] of [[fs, 'Sync'], [fs, ''], [fs.promises, '']]) {
  wrap(object, 'open' + sync, forWriting);
  for (const name of ['writeFile', 'mkdir', 'rename', 'copyFile', 'mkdtemp', 'symlink']) wrap(object, name + sync);
}
wrap(fs, 'createWriteStream');
require('node:module').syncBuiltinESMExports();`;

test('nothing is written but in the temporary folder, and compiled code in the cache folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kernel-written-'));
  const [home, cwd, spy, record] = ['home', 'notebooks', 'spy.cjs', 'record'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ];
  for (const dir of [home, cwd]) mkdirSync(dir);
  writeFileSync(spy, SPY);
  const homes = { HOME: home, USERPROFILE: home, APPDATA: home };
  const env = { ...homes, NODE_DISABLE_COMPILE_CACHE: '1', NODE_OPTIONS: `--require ${spy}`, SPY_RECORD: record };
  kernel = await Client.start({ cwd, env });
  await kernel.value('const a = 1; console.table([{ a }]); display({ data: [], layout: {} }); a');
  await kernel.execute('const wrong: string = a');
  await kernel.execute('throw new Error("no")');
  await kernel.request('complete_request', { code: 'a.', cursor_pos: 2 });
  // So that the record shows that the spy works.
  await kernel.value(`require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'by a cell'))}, '')`);
  await kernel.stop();
  expect(readFileSync(record, 'utf8').trim().split('\n')).toEqual([join(folder, 'by a cell')]);
  expect([readdirSync(home), readdirSync(cwd)]).toEqual([[], []]);
  rmSync(folder, { recursive: true });
});
