import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client } from './client.js';

/** Values that fight back when they are looked at: [what, how a cell makes it, what is told of it]. */
const HOSTILE: [string, string, string][] = [
  [
    'a revoked proxy',
    '(() => { const p = Proxy.revocable({}, {}); p.revoke(); return p.proxy; })()',
    '<Revoked Proxy>',
  ],
  [
    'a proxy that throws at every look',
    'new Proxy({ inside: 1 }, new Proxy({}, { get: () => () => { throw new Error("hands off"); } }))',
    'inside: 1',
  ],
  [
    'an Error behind such a proxy',
    'new Proxy(new Error("inside"), new Proxy({}, { get: () => () => { throw new Error("hands off"); } }))',
    'inside',
  ],
  ['an AggregateError without a list', 'Object.assign(new AggregateError([], "many"), { errors: 5 })', 'many'],
  ['an AggregateError with null', 'Object.assign(new AggregateError([], "many"), { errors: null })', 'many'],
  [
    'an AggregateError whose list throws',
    'Object.defineProperty(new AggregateError([], "many"), "errors", { get() { throw 1; } })',
    'many',
  ],
  ['a throwing cause', 'Object.defineProperty(new Error("top"), "cause", { get() { throw 1; } })', 'top'],
  ['a cause of itself', '(() => { const e = new Error("top"); e.cause = e; return e; })()', 'top'],
  [
    'throwing name and message',
    'Object.defineProperties(new Error(), { name: { get() { throw 1; } }, message: { get() { throw 1; } }})',
    '',
  ],
  ['a message that is no text', 'Object.assign(new Error(), { message: Object.create(null) })', ''],
  ['a name that is a symbol', 'Object.assign(new Error("named"), { name: Symbol("n") as any })', 'named'],
  ['a way to be printed that throws', '({ [Symbol.for("nodejs.util.inspect.custom")]() { throw 1; }, a: 1 })', 'a: 1'],
  ['an object without a prototype', 'Object.assign(Object.create(null), { b: 2 })', 'b: 2'],
  ['nothing', 'undefined', 'undefined'],
];

let kernel: Client;
beforeAll(async () => {
  kernel = await Client.start();
});
afterAll(() => kernel.stop());

describe.each(HOSTILE)('%s', (_, code, told) => {
  test('thrown by a cell: the error of the cell', async () => {
    const { reply } = await kernel.execute(`throw ${code};`, {}, 3000);
    expect(reply).toMatchObject({ status: 'error', evalue: expect.stringContaining(told) });
    expect(reply.traceback.join('\n')).toContain(told);
  });

  test('thrown by a timer, or a promise that nobody waits for: printed, and the session goes on', async () => {
    const { reply, stream } = await kernel.execute(
      `const thrown: any = ${code}; setTimeout(() => { throw thrown; }); void Promise.reject(thrown); await new Promise((r) => setTimeout(r, 30));`,
      {},
      3000,
    );
    expect(reply, reply.traceback?.join()).toMatchObject({ status: 'ok' });
    expect(stream('stderr')).toContain('Uncaught exception');
    expect(stream('stderr')).toContain('Unhandled promise rejection');
    expect(stream('stderr').split(told).length).toBeGreaterThan(2);
  });

  test('as a result, displayed, printed: shown or an error, never an end', async () => {
    await kernel.execute(`display(${code}); console.log(${code});`, {}, 3000);
    await kernel.execute(`console.table(${code});`, {}, 3000);
    await kernel.execute(`(${code})`, {}, 3000);
    expect(await kernel.value('40 + 2')).toBe('42');
  });
});

// Node itself looks at the stack of what a promise is rejected with: that throws in the cell.
test('a stack that throws, from a cell and from a timer', async () => {
  const code = 'Object.defineProperty(new Error("no stack"), "stack", { get() { throw 1; } })';
  expect((await kernel.execute(`throw ${code}`)).reply.evalue).toBe('no stack');
  const { stream } = await kernel.execute(
    `setTimeout(() => { throw ${code}; }); await new Promise((r) => setTimeout(r, 30));`,
  );
  expect(stream('stderr')).toBe('Uncaught exception: Error: no stack\n');
});

test('a message of any length is told in part', async () => {
  const { reply } = await kernel.execute('throw new Error("😀".repeat(1e7))', {}, 5000);
  expect(reply.evalue.length).toBeLessThan(200_000);
  expect(JSON.stringify(reply).length).toBeLessThan(1_000_000);
});
