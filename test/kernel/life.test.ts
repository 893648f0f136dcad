import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { Client } from './client.js';

let kernel: Client;
afterEach(() => kernel.stop());

/** Sends a cell that ends the kernel; answers when the process is gone. */
async function ends(code: string): Promise<Client['exit']> {
  kernel.submit(code);
  await kernel.until(() => kernel.exit, 60_000);
  return kernel.exit;
}

describe('the end', () => {
  test('process.exit in a cell says why, on stderr and in the notebook', async () => {
    kernel = await Client.start();
    expect(await ends('process.exit(3)')).toEqual({ code: 3, signal: null });
    expect(kernel.stderr).toContain('a cell ended the process (exit code 3)');
    await kernel.until(() => kernel.iopubLog.some((m) => String(m.content.text).includes('a cell ended the process')));
  });

  test('memory used up: V8 says so, the process is gone', async () => {
    kernel = await Client.start({ args: ['--max-old-space-size=400'] });
    const exit = await ends('const hoard: number[][] = []; for (;;) hoard.push(new Array(100_000).fill(1.5));');
    expect(exit!.signal ?? exit!.code).toBeTruthy();
    expect(kernel.stderr).toContain('heap out of memory');
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

describe('a long session', () => {
  test('1000 cells: memory stays flat, and no cell takes long', async () => {
    // The protocol's thread collects its garbage within some seconds of rest.
    const memory = 'await new Promise((r) => setTimeout(r, 5000)); global.gc!(); process.memoryUsage().rss / 2 ** 20';
    kernel = await Client.start({ args: ['--expose-gc'] });
    const cells = (from: number, count: number): string[] =>
      Array.from(
        { length: count },
        (_, i) =>
          `const n = ${from + i}; let last${i % 7} = { n, list: [n] }; class C { value = n; }; function f() { return new C().value; } f() + last${i % 7}.n`,
      );
    const run = async (codes: string[]): Promise<number> => {
      const times: number[] = [];
      for (const code of codes) {
        const begin = performance.now();
        expect((await kernel.execute(code)).reply.status).toBe('ok');
        times.push(performance.now() - begin);
        kernel.iopubLog.length = 0;
      }
      return times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
    };
    await run(cells(0, 250));
    const before = Number(await kernel.value(memory));
    console.log('before', before);
    await run(cells(250, 750));
    const after = Number(await kernel.value(memory));
    console.log('after', after);
    expect(after - before).toBeLessThan(40);
  }, 240_000);
});

test('nothing is written into the folder of the notebooks', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'psqe-notebooks-'));
  kernel = await Client.start({ cwd });
  await kernel.value('const a = 1; a');
  await kernel.stop();
  expect(readdirSync(cwd)).toEqual([]);
  rmSync(cwd, { recursive: true });
});
