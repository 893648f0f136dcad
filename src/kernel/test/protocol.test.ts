import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Wire } from '../protocol/wire.js';
import { Client } from './client.js';

let kernel: Client;
beforeAll(async () => {
  kernel = await Client.start();
});
afterAll(() => kernel.stop());

describe('execute', () => {
  test('messages come in the order busy, input, output, result, idle, all with the request as parent', async () => {
    const id = kernel.submit('console.log("a"); console.error("b"); console.log("c"); 1 + 1');
    await kernel.outcome(id);
    const mine = kernel.iopubLog.filter((m) => m.parent.msg_id === id);
    expect(mine.map((m) => [m.header.msg_type, m.content.execution_state ?? m.content.text ?? ''])).toEqual([
      ['status', 'busy'],
      ['execute_input', ''],
      ['stream', 'a\n'],
      ['stream', 'b\n'],
      ['stream', 'c\n'],
      ['execute_result', ''],
      ['status', 'idle'],
    ]);
  });

  test('the reply says when the kernel took the cell up', async () => {
    const before = Date.now();
    const { metadata } = (await kernel.execute('await new Promise((r) => setTimeout(r, 20))')).answer;
    const started = Date.parse(String(metadata.started));
    expect(started).toBeGreaterThanOrEqual(before);
    expect(started).toBeLessThan(Date.now() - 19);
  });

  test('silent: no input, no result, no error on iopub, the counter stays', async () => {
    const before = (await kernel.execute('0')).reply.execution_count;
    const { reply, outputs } = await kernel.execute('1 + 1', { silent: true });
    expect(outputs).toEqual([]);
    expect(reply).toMatchObject({ status: 'ok', execution_count: before });
    expect((await kernel.execute('throw new Error("quiet")', { silent: true })).outputs).toEqual([]);
    expect((await kernel.execute('0')).reply.execution_count).toBe(before + 1);
  });

  test('store_history: false shows everything, and the counter stays', async () => {
    const before = (await kernel.execute('0')).reply.execution_count;
    const { reply, of } = await kernel.execute('5', { store_history: false });
    expect(of('execute_result')[0].data['text/plain']).toBe('5');
    expect(reply.execution_count).toBe(before);
  });

  test('user expressions, good and bad, without leaving names', async () => {
    const user_expressions = { sum: 'x + 1', wrong: 'x.nothing', thrown: '(() => { throw new Error("no"); })()' };
    const { reply } = await kernel.execute('const x = 1', { user_expressions });
    expect(reply.user_expressions.sum).toEqual({ status: 'ok', data: { 'text/plain': '2' }, metadata: {} });
    expect(reply.user_expressions.wrong).toMatchObject({ status: 'error', ename: 'TypeScriptError' });
    expect(reply.user_expressions.thrown).toMatchObject({ status: 'error', ename: 'Error', evalue: 'no' });
  });

  test.each([
    [true, 'aborted'],
    [false, 'ok'],
  ])('stop_on_error: %s, the cells behind are %s', async (stop_on_error, status) => {
    const ids = [kernel.submit('throw new Error("first")', { stop_on_error }), kernel.submit('1'), kernel.submit('2')];
    const replies = await Promise.all(ids.map((id) => kernel.outcome(id)));
    expect(replies.map((r) => r.reply.status)).toEqual(['error', status, status]);
    expect(await kernel.value('"goes on"')).toBe("'goes on'");
  });

  test('an empty cell', async () => {
    expect((await kernel.execute('  \n')).reply.status).toBe('ok');
    expect((await kernel.execute('// only a comment')).reply.status).toBe('ok');
  });

  test("a timer's output belongs to the cell that set it, after other cells and beside a running one", async () => {
    const id = kernel.submit(
      'let ticks = 0; const t = setInterval(() => { console.log("tick", ++ticks); display({ "text/plain": "shown" }); }, 20); setImmediate(console.log, "now"); undefined',
    );
    await kernel.outcome(id);
    const other = await kernel.execute(
      'console.log("other"); await new Promise((r) => setTimeout(r, 100)); console.log("still other"); clearInterval(t)',
    );
    expect(other.outputs.filter((m) => m.header.msg_type !== 'execute_input').map((m) => m.content.text)).toEqual([
      'other\n',
      'still other\n',
    ]);
    const text = (): string =>
      kernel
        .outputsOf(id)
        .map((m) => String(m.content.text ?? ''))
        .join('');
    expect(text()).toMatch(/^now\ntick 1\n[\s\S]*tick 3\n/);
    expect(kernel.outputsOf(id).filter((m) => m.header.msg_type === 'display_data').length).toBeGreaterThan(2);
  });

  test('timers are what they were: arguments, this, names, promisify, errors', async () => {
    expect(
      await kernel.value(
        "import { promisify } from 'node:util'; const got = await new Promise<unknown[]>((r) => { const timer = setTimeout(function (this: unknown, ...a: number[]) { r([...a, this === timer]); }, 1, 1, 2); }); [...got, setTimeout.name, setInterval.length, await promisify(setTimeout)(1, 'v')].join()",
      ),
    ).toBe("'1,2,true,setTimeout,5,v'");
    expect((await kernel.execute('setTimeout(5 as never)')).reply.evalue).toContain(
      '"callback" argument must be of type function',
    );
  });

  test('what background work prints after an await belongs to the cell that ran last', async () => {
    const id = kernel.submit('setTimeout(async () => { await null; console.log("late"); }, 30); undefined');
    await kernel.outcome(id);
    await kernel.until(() => kernel.outputsOf(id).some((m) => m.content.text === 'late\n'));
  });
});

describe('foreign and damaged messages', () => {
  const alive = async (): Promise<void> => expect(await kernel.value('6 * 7')).toBe('42');

  test('another key: dropped', async () => {
    const stranger = new Wire('another key', 'hmac-sha256');
    const content = { code: 'globalThis.hacked = true', silent: false };
    kernel.sendRaw('shell', stranger.write([], { type: 'execute_request', content }));
    kernel.sendRaw('control', stranger.write([], { type: 'shutdown_request', content: {} }));
    await alive();
    expect(await kernel.value('(globalThis as any).hacked')).toBeUndefined();
  });

  test('anything at all, on any channel, leaves the kernel alive', async () => {
    const frame = fc.oneof(
      fc.string(),
      fc.uint8Array({ maxLength: 40 }),
      fc.constant('<IDS|MSG>'),
      fc.constant('{}'),
      fc.json(),
    );
    const channel = fc.constantFrom('shell' as const, 'control' as const, 'stdin' as const);
    for (const [where, frames] of fc.sample(fc.tuple(channel, fc.array(frame, { minLength: 1, maxLength: 8 })), 300))
      kernel.sendRaw(
        where,
        frames.map((f) => Buffer.from(f)),
      );
    await alive();
  });

  test('well-signed requests with any content are answered or ignored', async () => {
    const types = [
      'execute',
      'complete',
      'inspect',
      'is_complete',
      'history',
      'comm_info',
      'interrupt',
      'kernel_info',
      'made_up',
    ].map((t) => `${t}_request`);
    const type = fc.constantFrom(...types, 'comm_open', 'comm_msg', 'comm_close');
    const content = fc.record(
      {
        code: fc.jsonValue(),
        cursor_pos: fc.jsonValue(),
        hist_access_type: fc.jsonValue(),
        n: fc.jsonValue(),
        comm_id: fc.jsonValue(),
        target_name: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    for (const [t, c] of fc.sample(fc.tuple(type, content), 120)) {
      if (t === 'execute_request' && typeof c.code === 'string') continue;
      const id = kernel.send('shell', t, c);
      await kernel.until(() => kernel.isIdle(id));
    }
    await alive();
  });
});

describe('large and many', () => {
  test('10 MB of output are cut with a note, or come whole when asked for', async () => {
    const cut = await kernel.execute('for (let i = 0; i < 10; i++) process.stdout.write("x".repeat(1 << 20))');
    expect(cut.stream('stdout')).toHaveLength(2 << 20);
    expect(cut.stream('stderr')).toContain('output cut: 8,388,608 more characters');
    const whole = await kernel.execute(
      'kernel.outputLimit = Infinity; for (let i = 0; i < 10; i++) process.stdout.write("x".repeat(1 << 20))',
    );
    expect(whole.stream('stdout')).toHaveLength(10 << 20);
    await kernel.value('kernel.outputLimit = 2 * 1024 * 1024');
  });

  test('1000 small prints are few messages, in order', async () => {
    const { of, stream } = await kernel.execute('for (let i = 0; i < 1000; i++) console.log(i)');
    expect(stream('stdout')).toBe(`${Array.from({ length: 1000 }, (_, i) => i).join('\n')}\n`);
    expect(of('stream').length).toBeLessThan(100);
  });
});
