import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, type Content } from './client.js';

let kernel: Client;
beforeAll(async () => {
  kernel = await Client.start();
  await kernel.value(
    'const kept = { n: 42 }; let sink = 0; const sleep = (ms: number) => new Promise((r) => setTimeout(r, ms));',
  );
});
afterAll(() => kernel.stop());

/** Starts a cell, waits until it prints its first line, interrupts it; answers with its reply. */
async function interrupted(code: string): Promise<Content> {
  const id = kernel.submit(`console.log("begun");\n${code}`);
  await kernel.until(() => kernel.outputsOf(id).some((m) => m.header.msg_type === 'stream'));
  await new Promise((r) => setTimeout(r, 60));
  const answer = kernel.request('interrupt_request', {}, 'control');
  const { reply } = await kernel.outcome(id);
  expect(await answer).toEqual({ status: 'ok' });
  expect(reply).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
  expect(await kernel.value('kept.n')).toBe('42');
  return reply;
}

// A function of Node's that the kernel has not compiled: its loop holds no check of ours.
const foreign = 'const busy = new Function("for (;;);") as () => void;';

// None of these ends by itself (the tests would run out of time); bench/kernel.ts measures how soon they stop.
describe('an interrupt stops the cell and keeps the variables', () => {
  test.each([
    ['an async loop', 'for (;;) await sleep(10);'],
    ['an async loop without a pause', 'for (;;) await null;'],
    ['a busy loop', 'for (;;) sink++;'],
    ['a busy loop after await', 'await sleep(5); while (true) sink++;'],
    ['a busy loop in a function of an earlier run', 'const spin = () => { for (;;) sink++; }; spin();'],
    ['a busy loop inside a callback', '[1].forEach(() => { for (;;) sink++; });'],
    ['a long wait', 'await sleep(2 ** 30);'],
    ['a wait without end', 'await new Promise(() => {});'],
    ['a busy loop of a library', `${foreign} busy();`],
    ['a busy loop of a library after await', `${foreign} await sleep(5); busy();`],
    ['a busy loop of a library in a timer', `${foreign} await new Promise(() => setTimeout(busy, 1));`],
    [
      'an endless chain of promises of a library',
      'const chain = new Function("return (async () => { for (;;) await null; })()"); await chain();',
    ],
    ['a busy loop that catches everything', 'for (;;) { try { sink++; await sleep(1); } catch {} }'],
    [
      'AsyncLocalStorage in use, in the loop',
      `const { AsyncLocalStorage } = await import("node:async_hooks"); const als = new AsyncLocalStorage(); ${foreign} als.run(1, busy);`,
    ],
    ['AsyncLocalStorage in use, after await', `als.enterWith(2); await sleep(5); ${foreign} busy();`],
    [
      'an async hook in use',
      `(await import("node:async_hooks")).createHook({ init() {}, before() {}, after() {} }).enable(); await sleep(5); ${foreign} busy();`,
    ],
  ])('%s', async (_, code) => {
    await interrupted(code);
  });
});

describe('what the interrupted cell leaves behind', () => {
  test('nothing of it runs on when its wait is over', async () => {
    const id = kernel.submit('console.log("begun"); await sleep(700); console.log("after");');
    await kernel.until(() => kernel.outputsOf(id).length > 1);
    await kernel.request('interrupt_request', {}, 'control');
    await kernel.outcome(id);
    await kernel.value('await sleep(900)');
    expect(kernel.iopubLog.some((m) => String(m.content.text).includes('after'))).toBe(false);
  });

  test('an async function that it started stops at its next await', async () => {
    await kernel.value('let steps = 0; async function walk() { for (;;) { steps++; await sleep(5); } }');
    await interrupted('await Promise.all([walk(), walk()]);');
    const before = Number(await kernel.value('await sleep(50); steps'));
    expect(Number(await kernel.value('await sleep(100); steps'))).toBe(before);
  });

  test('a library call that takes the signal is stopped through it', async () => {
    const code = `const work = new Function("signal", "return (async () => { for (;;) { signal.throwIfAborted(); globalThis.ticks = (globalThis.ticks ?? 0) + 1; await new Promise((r) => setTimeout(r, 5)); } })()");
await work(kernel.signal);`;
    const reply = await interrupted(code);
    expect(reply.evalue).toBe('the cell was interrupted');
    const before = await kernel.value('await sleep(50); (globalThis as any).ticks');
    expect(await kernel.value('await sleep(100); (globalThis as any).ticks')).toBe(before);
  });

  test('a new signal comes with the next cell', async () => {
    expect(await kernel.value('kernel.signal.aborted')).toBe('false');
  });

  test('queued cells are aborted', async () => {
    const first = kernel.submit('console.log("begun"); for (;;);');
    const second = kernel.submit('1 + 1');
    await kernel.until(() => kernel.outputsOf(first).length > 1);
    await kernel.request('interrupt_request', {}, 'control');
    expect((await kernel.outcome(second)).reply).toMatchObject({ status: 'aborted' });
  });

  test('a prompt that waits', async () => {
    kernel.onInput = () => undefined;
    const id = kernel.submit('console.log("begun"); prompt("never answered")');
    await kernel.until(() => kernel.outputsOf(id).length > 1);
    await new Promise((r) => setTimeout(r, 50));
    await kernel.request('interrupt_request', {}, 'control');
    expect((await kernel.outcome(id)).reply).toMatchObject({ ename: 'KeyboardInterrupt' });
    kernel.onInput = undefined;
  });

  test('an interrupt of an idle kernel does nothing', async () => {
    await kernel.request('interrupt_request', {}, 'control');
    expect(await kernel.value('let i = 0; for (; i < 10; i++); i')).toBe('10');
  });
});

test('while a cell is busy the kernel answers: heartbeat, info, completion, output', async () => {
  const id = kernel.submit('console.log("begun"); for (;;);');
  await kernel.until(() => kernel.outputsOf(id).length > 1);
  expect(await kernel.heartbeat()).toBe('ping');
  expect(await kernel.request('kernel_info_request', {}, 'control')).toMatchObject({ status: 'ok' });
  expect((await kernel.request('complete_request', { code: 'kept.', cursor_pos: 5 })).matches).toEqual(['n']);
  await kernel.request('interrupt_request', {}, 'control');
  expect((await kernel.outcome(id)).reply.ename).toBe('KeyboardInterrupt');
});
