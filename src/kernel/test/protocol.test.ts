import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { globMatches, History } from '../protocol/history.js';
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

  test('late output belongs to the cell that ran last', async () => {
    const id = kernel.submit('setTimeout(() => console.log("late"), 30); undefined');
    await kernel.outcome(id);
    await kernel.until(() => kernel.outputsOf(id).some((m) => m.content.text === 'late\n'));
  });
});

describe('input', () => {
  test('prompt and password ask the client that runs the cell', async () => {
    const asked: unknown[] = [];
    kernel.onInput = (request) => {
      asked.push(request);
      return 'Ada';
    };
    expect(await kernel.value('const who = prompt("Your name? "); who + kernel.password("Secret: ")')).toBe("'AdaAda'");
    expect(asked).toEqual([
      { prompt: 'Your name? ', password: false },
      { prompt: 'Secret: ', password: true },
    ]);
    kernel.onInput = () => '';
    expect(await kernel.value('prompt("?", "default")')).toBe("'default'");
    kernel.onInput = undefined;
  });

  test('a timer that asks when no cell runs gets an error, and nothing hangs', async () => {
    kernel.onInput = () => 'x';
    const id = kernel.submit('setTimeout(() => prompt("?"), 30); undefined');
    await kernel.until(() => kernel.outputsOf(id).some((m) => String(m.content.text).includes('only a running cell')));
    kernel.onInput = undefined;
    expect(await kernel.value('40 + 2')).toBe('42');
  });

  test('a client without input gets an error', async () => {
    expect((await kernel.execute('prompt("?")')).reply).toMatchObject({
      status: 'error',
      evalue: expect.stringContaining('takes no input'),
    });
  });
});

describe('process.stdin', () => {
  const lines = (...answers: string[]): void => {
    kernel.onInput = () => answers.shift();
  };
  afterEach(() => {
    kernel.onInput = undefined;
  });

  test('readline asks the reader: a question, then the lines of a loop', async () => {
    lines('Ada', '1', '2', 'stop');
    const code = `import * as readline from 'node:readline/promises';
import { stdin as input, stdout as output } from 'node:process';
const rl = readline.createInterface({ input, output });
const name = await rl.question('Name? ');
let sum = 0;
for await (const line of rl) { if (line === 'stop') break; sum += Number(line); }
console.log(name, sum);`;
    const { reply, stream } = await kernel.execute(code);
    expect(reply.status).toBe('ok');
    expect(stream('stdout')).toBe('Name? Ada 3\n');
  });

  test('an interface that a cell left open asks only when a later cell puts a question', async () => {
    lines('kept');
    await kernel.value(
      "import { createInterface } from 'node:readline/promises'; const left = createInterface({ input: process.stdin, output: process.stdout });",
    );
    let asked = 0;
    kernel.onInput = () => {
      asked += 1;
      return 'kept';
    };
    await kernel.value('console.log("a line"); await new Promise((r) => setTimeout(r, 80));');
    expect(asked).toBe(0);
    expect(await kernel.value('await left.question("? ")')).toBe("'kept'");
    expect(asked).toBe(1);
    await kernel.value('left.close()');
  });

  test('where the client takes no input, the cell ends with a word on prompt(), and the next one goes on', async () => {
    for (const code of [
      "import * as rl from 'node:readline/promises'; await rl.createInterface({ input: process.stdin }).question('? ')",
      'for await (const chunk of process.stdin) console.log(chunk);',
      "await new Promise((r) => process.stdin.once('data', r))",
    ]) {
      const { reply, stream } = await kernel.execute(code);
      expect(reply).toMatchObject({ ename: 'NoInput', evalue: expect.stringContaining('prompt(') });
      expect(stream('stderr')).toBe('');
    }
    expect(await kernel.value('process.stdin.isPaused(); 40 + 2')).toBe('42');
  });

  test('a reply that nobody asked for answers no later question', async () => {
    kernel.send('stdin', 'input_reply', { value: 'stray' });
    lines('wanted');
    expect(await kernel.value('prompt("?")')).toBe("'wanted'");
  });
});

describe('comms', () => {
  test('open, message, close from the client', async () => {
    await kernel.value(`kernel.comms.register('echo', (comm, data) => {
      comm.send({ opened: data });
      comm.onMessage = (message, buffers) => comm.send({ echo: message, bytes: buffers.length }, { buffers });
      comm.onClose = () => console.log('closed');
    })`);
    const open = kernel.send('shell', 'comm_open', { comm_id: 'c1', target_name: 'echo', data: { a: 1 } });
    await kernel.until(() => kernel.isIdle(open));
    expect(kernel.outputsOf(open).map((m) => m.content)).toEqual([{ comm_id: 'c1', data: { opened: { a: 1 } } }]);
    expect((await kernel.request('comm_info_request', {})).comms).toEqual({ c1: { target_name: 'echo' } });
    expect((await kernel.request('comm_info_request', { target_name: 'other' })).comms).toEqual({});
    const message = kernel.send('shell', 'comm_msg', { comm_id: 'c1', data: 'hi' }, {}, [Buffer.from([1, 2, 3])]);
    await kernel.until(() => kernel.isIdle(message));
    const [answer] = kernel.outputsOf(message);
    expect(answer!.content).toEqual({ comm_id: 'c1', data: { echo: 'hi', bytes: 1 } });
    expect([...answer!.buffers[0]!]).toEqual([1, 2, 3]);
    const close = kernel.send('shell', 'comm_close', { comm_id: 'c1', data: {} });
    await kernel.until(() => kernel.outputsOf(close).some((m) => m.content.text === 'closed\n'));
    expect((await kernel.request('comm_info_request', {})).comms).toEqual({});
  });

  test('an unknown target is closed', async () => {
    const open = kernel.send('shell', 'comm_open', { comm_id: 'c2', target_name: 'nobody', data: {} });
    await kernel.until(() => kernel.outputsOf(open).some((m) => m.header.msg_type === 'comm_close'));
  });

  test('from a cell to the client and back', async () => {
    const { of } = await kernel.execute(
      'const line = kernel.comms.open("page", { n: 1 }); let got: unknown; line.onMessage = (data) => { got = data; };',
    );
    const [opened] = of('comm_open');
    expect(opened).toMatchObject({ target_name: 'page', data: { n: 1 } });
    const message = kernel.send('shell', 'comm_msg', { comm_id: opened.comm_id, data: { clicked: true } });
    await kernel.until(() => kernel.isIdle(message));
    expect(await kernel.value('got')).toBe('{ clicked: true }');
    expect((await kernel.execute('line.close()')).of('comm_close')).toHaveLength(1);
  });
});

describe('help for the writer', () => {
  const complete = async (code: string, cursor_pos = [...code].length) =>
    kernel.request('complete_request', { code, cursor_pos });
  const inspect = async (code: string, cursor_pos = [...code].length) =>
    (await kernel.request('inspect_request', { code, cursor_pos, detail_level: 0 })).data['text/plain'];

  test('completion: members, names of earlier cells, unfinished code, kinds', async () => {
    await kernel.value(
      'interface Seeds { precision: number; recall: number }\nconst seeds: Seeds = { precision: 1, recall: 0.5 }; function seedTheField() {}',
    );
    expect(await complete('seeds.')).toMatchObject({
      matches: ['precision', 'recall'],
      cursor_start: 6,
      cursor_end: 6,
    });
    const names = await complete('if (true) { [1].map((x) => seed');
    expect(names.matches).toEqual(expect.arrayContaining(['seeds', 'seedTheField']));
    expect(names).toMatchObject({ cursor_start: 27, cursor_end: 31 });
    expect(names.metadata._jupyter_types_experimental).toEqual(
      expect.arrayContaining([{ text: 'seedTheField', type: 'function', start: 27, end: 31 }]),
    );
  });

  test('completion counts characters, not UTF-16 units', async () => {
    expect(await complete('"😀😀"; seeds.pre')).toMatchObject({
      matches: ['precision'],
      cursor_start: 12,
      cursor_end: 15,
    });
  });

  test('completion of module names and of their exports', async () => {
    expect((await complete("import fs from 'node:f")).matches).toContain('node:fs');
    const code = "import {  } from 'node:path'";
    expect((await complete(code, 9)).matches).toContain('basename');
  });

  test('inspection: type and documentation; signatures between parentheses', async () => {
    await kernel.value(
      '/**\n * Adds.\n * @param a the first\n */\nfunction add(a: number, b = 2): number { return a + b; }',
    );
    expect(await inspect('add', 1)).toMatch(/function add\(a: number, b\?: number\): number\n\nAdds\./);
    expect(await inspect('add(')).toMatch(/add\(a: number, b\?: number\): number[\s\S]*a: the first/);
    expect(await inspect('display', 3)).toContain('Shows a value under the cell');
    expect((await kernel.request('inspect_request', { code: '   ', cursor_pos: 1 })).found).toBe(false);
  });

  test.each([
    ['complete', 'const x = 1'],
    ['complete', 'for (;;) {}'],
    ['incomplete', 'function f() {'],
    ['incomplete', 'const x ='],
    ['incomplete', 'f(1,'],
    ['incomplete', '`template'],
    ['incomplete', '/* comment'],
    ['invalid', 'const = 1'],
    ['invalid', 'foo bar baz'],
    ['invalid', ')'],
    ['unknown', '%reload'],
  ])('is_complete: %s for %s', async (status, code) => {
    expect((await kernel.request('is_complete_request', { code })).status).toBe(status);
  });

  test('inspection of names outside ASCII, of earlier cells as well', async () => {
    await kernel.value('const größe = 5; const 变量 = "v"; const 𝑥 = true;');
    for (const [code, at, told] of [
      ['größe', 1, 'const größe: 5'],
      ['变量', 2, 'const 变量: "v"'],
      ['𝑥', 1, 'const 𝑥: true'],
      ['"😀"; 𝑥', 7, 'const 𝑥: true'],
    ] as const)
      expect(await inspect(code, at)).toBe(told);
    expect(await complete('𝑥')).toMatchObject({ matches: ['𝑥'], cursor_start: 0, cursor_end: 1 });
    expect((await complete('grö')).matches).toEqual(['größe']);
  });

  test('completion of commands, at the head of a cell only', async () => {
    expect(await complete('%re')).toMatchObject({ matches: ['%reload', '%reset'], cursor_start: 0, cursor_end: 3 });
    expect(await complete('%reset\n\n%he')).toMatchObject({ matches: ['%help'], cursor_start: 8, cursor_end: 11 });
    expect((await complete('const n = 1;\n%re')).matches).not.toContain('%reload');
  });

  test("IPython's help and shell: the one is answered, the other gets a word", async () => {
    await kernel.value('/** Doubles. */\nfunction twice(n: number): number { return 2 * n; }');
    for (const code of ['twice?', '?twice', 'twice??'])
      expect((await kernel.execute(code)).stream('stdout')).toBe('function twice(n: number): number\n\nDoubles.\n');
    expect((await kernel.execute('nowhere?')).stream('stdout')).toBe('Nothing is known of nowhere.\n');
    for (const code of ['!ls', '!ls -la *.ts', '!npm install x', '!./run.sh'])
      expect((await kernel.execute(code)).reply.evalue).toContain(`execSync("${code.slice(1)}"`);
    expect(await kernel.value('!true')).toBe('false');
    expect((await kernel.execute('!twice("a")')).reply.evalue).not.toContain('execSync');
  });

  test('code that is very long, or nested deep, is answered at once', async () => {
    const long = `const long = [${'{ a: 1, b: "x" },'.repeat(600_000)}];`;
    const begun = performance.now();
    expect((await complete(`${long}\nMath.`)).matches).toEqual([]);
    expect(await inspect(long, 8)).toContain('not looked into');
    expect((await kernel.request('is_complete_request', { code: long })).status).toBe('unknown');
    expect((await complete(`(globalThis as any)${'.a'.repeat(90_000)}`)).matches).toEqual([]);
    for (const deep of ['('.repeat(50_000), `1${' + 1'.repeat(60_000)}`])
      expect((await kernel.request('is_complete_request', { code: deep })).status).toMatch(/unknown|complete/);
    expect(await kernel.heartbeat()).toBe('ping');
    expect(await complete('Math.lo')).toMatchObject({ matches: expect.arrayContaining(['log']) });
    // Not a measure: without bounds this takes minutes.
    expect(performance.now() - begun).toBeLessThan(60_000);
    const { reply } = await kernel.execute(`1${' + 1'.repeat(100_000)}`);
    expect(reply).toMatchObject({ ename: 'CompilerError', evalue: expect.stringContaining('nested too deep') });
    expect(await kernel.value('40 + 2')).toBe('42');
  });

  test('history of the session', async () => {
    await kernel.value('"for the history"');
    const { history } = await kernel.request('history_request', {
      hist_access_type: 'tail',
      n: 1,
      output: true,
      raw: true,
    });
    expect(history).toEqual([[1, expect.any(Number), ['"for the history"', "'for the history'"]]]);
    const found = await kernel.request('history_request', {
      hist_access_type: 'search',
      pattern: '*for the hist*',
      n: 5,
    });
    expect(found.history).toHaveLength(1);
  });
});

describe('the pattern of a history search', () => {
  const glob = fc.stringMatching(/^[ab*?]{0,8}$/);
  const text = fc.stringMatching(/^[ab\n]{0,10}$/);

  test('matches as the regular expression that it stands for', () => {
    fc.assert(
      fc.property(glob, text, (pattern, whole) => {
        const expression = pattern.replace(/[*?]/g, (c) => (c === '*' ? '[^]*' : '[^]'));
        expect(globMatches(pattern, whole)).toBe(new RegExp(`^${expression}$`).test(whole));
      }),
      { numRuns: 2000 },
    );
    expect(globMatches('a.b(', 'a.b(')).toBe(true);
    expect(globMatches('a.b', 'axb')).toBe(false);
  });

  test('many stars and question marks end soon', () => {
    const history = new History();
    for (let line = 0; line < 500; line++) history.add(line, 'a'.repeat(30_000));
    for (const pattern of [`${'*a'.repeat(200)}*b`, `*${'?'.repeat(200)}b*`, '*?'.repeat(200)])
      history.answer({ hist_access_type: 'search', pattern, n: 5 });
    history.add(500, 'newest');
    expect(history.answer({ hist_access_type: 'search', pattern: 'new*', n: 5 })).toEqual([[1, 500, 'newest']]);
  });

  test('of very large cells as many are kept as have room', () => {
    const history = new History();
    for (let line = 0; line < 10; line++) history.add(line, 'x'.repeat(9_000_000));
    expect(history.answer({ hist_access_type: 'tail' })).toHaveLength(2);
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
