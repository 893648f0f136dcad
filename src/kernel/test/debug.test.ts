import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Content } from './client.js';
import { DebugClient } from './debug-client.js';

const LIBRARY = `export interface Square { side: number }

export function area(square: Square): number {
  const side: number = square.side;
  return side * side;
}
export const nine: number = area({ side: 3 });
`;

const cwd = mkdtempSync(join(tmpdir(), 'typescript-kernel-debug-'));
const library = join(cwd, 'library.ts');
let debug: DebugClient;
beforeAll(async () => {
  writeFileSync(library, LIBRARY);
  debug = await DebugClient.start({ cwd });
  await debug.kernel.value('let total = 1; const kept = [1, 2, 3];');
  await debug.attach();
});
afterAll(async () => {
  await debug?.kernel.stop();
  rmSync(cwd, { recursive: true });
});

/** Sends a cell with breakpoints, waits until it stands at the first. */
async function stopped(code: string, ...lines: number[]): Promise<string> {
  await debug.breakpoints(code, ...lines);
  const id = debug.kernel.submit(code);
  await debug.event('stopped');
  return id;
}

/** Lets the cell come to its end; its result. */
async function end(id: string): Promise<string | undefined> {
  await debug.request('continue', { threadId: 1 });
  return (await debug.kernel.outcome(id)).of('execute_result')[0]?.data['text/plain'];
}

const CELL = `interface Pair { a: number }
const pair: Pair = { a: 2 };
let sum = 0;
for (const n of kept) {
  sum += n * pair.a;
}
await new Promise((resolve) => setTimeout(resolve, 10));
total += sum;
function half(n: number) {
  const result = n / 2;
  return result;
}
const halved = half(total);
halved`;

describe('a cell under the debugger', () => {
  test('stands at a breakpoint on a line of its TypeScript, and shows its variables and the session’s', async () => {
    const id = await stopped(CELL, 5);
    expect(await debug.where()).toMatch(/^In\[\d+\]:5$/);
    expect(await debug.variables('Locals')).toMatchObject({ n: '1', sum: '0', pair: '{a: 2}', total: '1' });
    expect(await debug.variables('Globals')).toMatchObject({ total: '1', kept: 'Array(3) [1, 2, 3]' });
    expect(Object.keys(await debug.variables('Locals')).filter((name) => name.startsWith('__'))).toEqual([]);
    await debug.breakpoints(CELL);
    expect(await end(id)).toBe('6.5');
  });

  test('steps by lines: over a loop, an await, into and out of a function, to the end', async () => {
    const id = await stopped(CELL, 4);
    const line = async (command: 'next' | 'stepIn' | 'stepOut'): Promise<number> =>
      Number((await debug.step(command)).split(':').at(-1));
    const seen: number[] = [];
    while (seen.at(-1) !== 13) seen.push(await line('next'));
    expect(seen).toEqual([5, 4, 5, 4, 5, 4, 7, 8, 13]);
    expect([await line('stepIn'), await line('next')]).toEqual([10, 11]);
    expect((await debug.frames()).map((f) => f.name.replace(/\d+/, 'n'))).toEqual(['half', 'In[n]']);
    expect(await debug.variables('Locals', 0)).toEqual({ n: '25', result: '12.5' });
    expect(await line('stepOut')).toBe(14);
    await debug.request('next', { threadId: 1 });
    expect((await debug.kernel.outcome(id)).of('execute_result')[0].data['text/plain']).toBe('12.5');
    // The step does not reach into the next cell.
    expect(await debug.kernel.value('const after = 1;\nafter + 1')).toBe('2');
  });

  test('a breakpoint on a line without code moves to the next with some; behind all code it is none', async () => {
    const code = '// nothing\n\ninterface Empty { a: 1 }\nconst here = 1;\n// end';
    const [moved, none] = await debug.breakpoints(code, 1, 5);
    expect(moved).toMatchObject({ verified: true, line: 4 });
    expect(none).toMatchObject({ verified: false, message: expect.stringContaining('no code') });
    await debug.breakpoints(code);
  });

  test('`%` lines and the exported word keep the lines', async () => {
    const code = '%reload\nexport const first = 1;\nconst second = first + 1;\nsecond';
    const id = await stopped(code, 3);
    expect(await debug.where()).toMatch(/:3$/);
    expect(await end(id)).toBe('2');
  });

  test('a function of an earlier cell stops in its own cell', async () => {
    const code = 'function twice(x: number) {\n  const y = x * 2;\n  return y;\n}';
    await debug.kernel.value(code);
    await debug.breakpoints(code, 3);
    const id = debug.kernel.submit('twice(21)');
    await debug.event('stopped');
    expect((await debug.frames()).map((f) => f.line)).toEqual([3, 1]);
    expect(await debug.variables('Locals')).toEqual({ x: '21', y: '42' });
    await debug.breakpoints(code);
    expect(await end(id)).toBe('42');
  });

  test('errors stop the program where they are thrown, when that is asked for', async () => {
    await debug.request('setExceptionBreakpoints', { filters: ['all'] });
    const id = debug.kernel.submit('const limit = 1;\nif (limit < 2) throw new RangeError("too small");');
    expect(await debug.event('stopped')).toMatchObject({ reason: 'exception', text: 'RangeError: too small' });
    expect(await debug.where()).toMatch(/:2$/);
    await debug.request('setExceptionBreakpoints', { filters: [] });
    await end(id);
  });

  test('pause stops a busy loop; the interrupt ends it where it stands', async () => {
    const id = debug.kernel.submit('let turns = 0;\nfor (;;) {\n  turns++;\n}');
    await debug.kernel.until(() => debug.kernel.iopubLog.some((m) => m.header.msg_type === 'execute_input' && m.parent.msg_id === id)); // biome-ignore format: one line
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await debug.request('inspectVariables')).variables.map((v: Content) => v.name)).toContain('kept');
    await debug.request('pause', { threadId: 1 });
    expect(await debug.event('stopped')).toMatchObject({ reason: 'pause' });
    await debug.kernel.request('interrupt_request', {}, 'control');
    expect((await debug.kernel.outcome(id)).reply.ename).toBe('KeyboardInterrupt');
    expect(await debug.kernel.value('kept.length')).toBe('3');
  });

  test('the kernel answers while the program stands', async () => {
    const id = await stopped('const standing = 1;\nstanding', 2);
    expect(await debug.kernel.heartbeat()).toBe('ping');
    expect((await debug.kernel.request('complete_request', { code: 'kept.len', cursor_pos: 8 })).matches).toEqual([
      'length',
    ]);
    expect(await debug.request('debugInfo')).toMatchObject({ isStarted: true, stoppedThreads: [1] });
    expect(await end(id)).toBe('1');
  });
});

describe('imported sources', () => {
  test('breakpoints hold before the module runs for the first time, and in its functions', async () => {
    const given = { source: { path: library }, breakpoints: [{ line: 4 }, { line: 7 }] };
    await debug.request('setBreakpoints', given);
    const code =
      'import { area, nine } from "./library";\nimport { basename } from "node:path";\nconst bare = basename("/a/b");\narea({ side: 5 }) + nine';
    const id = debug.kernel.submit(code);
    await debug.event('stopped');
    const [frame] = await debug.frames();
    expect(frame).toMatchObject({ line: 7, source: { name: 'library.ts', path: library } });
    expect(await debug.step('continue')).toBe('area:4');
    expect(await debug.variables('Locals')).toMatchObject({ square: '{side: 3}' });
    expect(await debug.step('continue')).toBe('area:4');
    expect((await debug.frames()).map((f) => f.line)).toEqual([4, 4]);
    expect(await debug.request('source', { source: { path: library } })).toMatchObject({ content: LIBRARY });
    expect((await debug.request('modules')).modules).toMatchObject([{ name: 'library.ts', path: library }]);
    const { result } = await debug.request('evaluate', { expression: 'basename("/x/y")', frameId: 1 });
    expect(result).toBe("'y'");
    await debug.request('setBreakpoints', { ...given, breakpoints: [{ line: 5 }] });
    expect(await debug.step('continue')).toBe('area:5');
    expect(await end(id)).toBe('34');
  });

  test('an edited source keeps its breakpoints', async () => {
    writeFileSync(library, LIBRARY.replace('side * side', 'side * side * 2'));
    const later = new Date(Date.now() + 10_000);
    utimesSync(library, later, later);
    const id = debug.kernel.submit('area({ side: 4 })');
    await debug.event('stopped');
    expect(await debug.where()).toBe('area:5');
    await debug.request('setBreakpoints', { source: { path: library }, breakpoints: [] });
    expect(await end(id)).toBe('32');
  });
});

/** How a kernel ends that is being debugged, when `last` is done to it. */
async function ending(last: (debug: DebugClient) => Promise<unknown>): Promise<{ code: unknown; stderr: string }> {
  const own = await DebugClient.start();
  await own.attach();
  await last(own);
  await own.kernel.until(() => own.kernel.exit);
  const { exit, stderr } = own.kernel;
  await own.kernel.stop();
  return { code: exit!.code, stderr };
}

describe('the debugger’s own life', () => {
  test('breakpoints are told to a page that is loaded anew', async () => {
    const code = 'const reloaded = 1;\nreloaded';
    const [{ source }] = await debug.breakpoints(code, 2);
    const { breakpoints, tmpFilePrefix, hashSeed } = await debug.request('debugInfo');
    expect(breakpoints).toContainEqual({ source: source.path, breakpoints: [{ line: 2 }] });
    expect(source.path.startsWith(tmpFilePrefix)).toBe(true);
    expect(hashSeed).toBeGreaterThan(0);
    await debug.breakpoints(code);
  });

  test('what cannot be answered says why', async () => {
    expect(await debug.response('gotoTargets')).toMatchObject({ success: false, message: expect.stringContaining('gotoTargets') }); // biome-ignore format: one line
    expect(await debug.response('next')).toMatchObject({ success: false, message: expect.stringContaining('runs') });
    expect(await debug.response('source', { source: { path: '/nowhere.ts' } })).toMatchObject({ success: false });
    expect(await debug.response('variables', { variablesReference: 10 ** 6 })).toMatchObject({ success: false });
  });

  test('disconnect lets a standing cell go on; nothing stops afterwards', async () => {
    const code = 'let left = 1;\nleft += 2;\nleft';
    const id = await stopped(code, 2);
    await debug.request('disconnect', { terminateDebuggee: false });
    expect((await debug.kernel.outcome(id)).of('execute_result')[0].data['text/plain']).toBe('3');
    expect(await debug.kernel.value(code)).toBe('3');
    expect(await debug.request('debugInfo')).toMatchObject({ isStarted: false, breakpoints: [] });
    expect(await debug.response('stackTrace')).toMatchObject({ success: false, message: expect.stringContaining('started') }); // biome-ignore format: one line
  });

  test('a kernel that is shut down while its cell stands ends as ever', async () => {
    const last = async (own: DebugClient): Promise<void> => {
      await own.breakpoints('const last = 1;\nlast', 2);
      own.kernel.submit('const last = 1;\nlast');
      await own.event('stopped');
      own.kernel.send('control', 'shutdown_request', { restart: false });
    };
    expect(await ending(last)).toEqual({ code: 0, stderr: '' });
  });

  test('so does one whose cell ends the process', async () => {
    const { code, stderr } = await ending(async (own) => own.kernel.submit('process.exit(3)'));
    expect(code).toBe(3);
    expect(stderr).not.toContain('debugger');
  });
});
