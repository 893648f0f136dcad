import { createHmac, randomUUID } from 'node:crypto';
import { Dealer } from 'zeromq';
import type { Random } from '../../src/compute/index.js';
import { PROTOCOL_VERSION } from '../../src/kernel/protocol/wire.js';
import type { Client } from '../../src/kernel/test/client.js';

/** Something that is done to a running kernel; a reason where it answered wrongly by itself. */
export type Action = (kernel: Client, draw: Random) => Promise<string | undefined>;

/** Longest that anything may take, milliseconds: far above what it takes, far below what one calls hanging. */
export const patience = 60_000;

const one = <T>(draw: Random, of: readonly T[]): T => of[draw.integer(of.length)]!;
const channels = ['shell', 'control', 'stdin'] as const;

async function ends(kernel: Client, code: string, status: 'ok' | 'error'): Promise<string | undefined> {
  const { reply } = await kernel.execute(code, {}, patience);
  return reply.status === status ? undefined : `${code.slice(0, 100)}: ${reply.status} ${reply.evalue ?? ''}`;
}

const cells: ((n: number) => string)[] = [
  (n) => `const a${n} = ${n}; a${n} + 1`,
  (n) => `interface I${n} { x: number } const i${n}: I${n} = { x: ${n} }; i${n}`,
  (n) => `function f${n}(x: number) { return x * ${n}; } f${n}(2)`,
  (n) => `await new Promise((done) => setTimeout(done, ${n % 20})); ${n}`,
  (n) => `class C${n % 7} { at = ${n}; } new C${n % 7}()`,
  (n) => `for (let i = 0; i < ${n % 50}; i++) console.log('line', i);`,
  (n) => `display.html('<b>${n}</b>'); display.markdown('*${n}*')`,
  (n) => `import { join as join${n} } from 'node:path'; join${n}('a', '${n}')`,
  (n) => `setTimeout(() => console.log(${n}), 5); ${n}`,
  (n) => `Array.from({ length: ${1 + (n % 3000)} }, (_, i) => ({ i, text: 'x'.repeat(i % 40) }))`,
  () => 'Buffer.alloc(4_000_000).length',
];

/** Values that fight back when they are looked at, and ways to fail. */
const failing = [
  'throw new Error("no")',
  'throw Object.defineProperty(new Error("top"), "message", { get() { throw 1; } })',
  'throw (() => { const p = Proxy.revocable({}, {}); p.revoke(); return p.proxy; })()',
  'await Promise.reject(new RangeError("late"))',
  'throw Object.assign(new AggregateError([], "many"), { errors: 5 })',
  '(function deep(): number { return 1 + deep(); })()',
  'null!.x',
  'const wrong: number = "text";',
  'notThere + 1',
  'const = ;',
  'import { nothing } from "no-such-package-anywhere"; nothing',
];

const junk = (draw: Random): Buffer =>
  one(draw, [
    () => Buffer.from(Array.from({ length: draw.integer(60) }, () => draw.integer(256))),
    () => Buffer.from('<IDS|MSG>'),
    () => Buffer.from('{}'),
    () => Buffer.from('[1,'),
    () => Buffer.alloc(0),
    () => Buffer.from(JSON.stringify({ msg_id: draw.integer(9), msg_type: 'execute_request' })),
  ])();

const anything = (draw: Random, depth = 0): unknown =>
  one<() => unknown>(draw, [
    () => null,
    () => draw.integer(1e6) - 5e5,
    () => draw.uniform(),
    () => '\u0000é'.repeat(draw.integer(20)),
    () => true,
    () => '__proto__',
    () => (depth > 2 ? [] : Array.from({ length: draw.integer(4) }, () => anything(draw, depth + 1))),
    () => (depth > 2 ? {} : { [one(draw, ['code', 'data', '__proto__', ''])]: anything(draw, depth + 1) }),
  ])();

const requests = ['complete', 'inspect', 'is_complete', 'history', 'comm_info', 'kernel_info', 'no_such', 'debug'];

/** Frames with a valid signature, whatever they hold. */
function signed(kernel: Client, parts: readonly string[]): (string | Buffer)[] {
  const mac = createHmac('sha256', kernel.key);
  for (const part of parts) mac.update(part);
  return [Buffer.from('<IDS|MSG>'), mac.digest('hex'), ...parts];
}

const header = (type: unknown) =>
  JSON.stringify({
    msg_id: randomUUID(),
    session: 's',
    username: '',
    date: '',
    msg_type: type,
    version: PROTOCOL_VERSION,
  });

/** What is done, by name; the campaign draws each about as often. */
export const actions: Readonly<Record<string, Action>> = {
  cell: (kernel, draw) => ends(kernel, one(draw, cells)(draw.integer(1e6)), 'ok'),
  'cell that fails': (kernel, draw) => ends(kernel, one(draw, failing), 'error'),
  'unsigned frames': async (kernel, draw) => {
    for (let i = draw.integer(20); i >= 0; i--)
      kernel.sendRaw(
        one(draw, channels),
        Array.from({ length: 1 + draw.integer(9) }, () => junk(draw)),
      );
    return undefined;
  },
  'signed garbage': async (kernel, draw) => {
    const text = () => one(draw, [() => JSON.stringify(anything(draw)), () => junk(draw).toString('latin1')])();
    for (let i = draw.integer(10); i >= 0; i--) {
      const first = one(draw, [() => header(`${one(draw, requests)}_request`), () => header(anything(draw)), text])();
      kernel.sendRaw(one(draw, channels), signed(kernel, [first, text(), text(), text()]));
    }
    return undefined;
  },
  'requests with any content': async (kernel, draw) => {
    for (const type of [...requests, 'comm_open', 'comm_msg', 'comm_close'])
      kernel.send('shell', type.startsWith('comm_o') ? type : `${type}_request`, {
        code: one(draw, ['', 'Math.', 'a.b.c', '"', '/**/', anything(draw)]),
        cursor_pos: one<unknown>(draw, [0, 5, -1, 1e9, 'x']),
        comm_id: anything(draw),
        target_name: anything(draw),
        hist_access_type: one(draw, ['tail', 'search', 'range', 'x']),
        pattern: '*a*',
        n: 10,
      });
    return undefined;
  },
  'flood of requests': async (kernel, draw) => {
    const ids = Array.from({ length: 50 + draw.integer(150) }, () => kernel.send('shell', 'kernel_info_request', {}));
    await kernel.until(() => kernel.isIdle(ids.at(-1)!), patience);
    return undefined;
  },
  'flood of output': (kernel, draw) =>
    ends(kernel, `for (let i = 0; i < ${1000 + draw.integer(30_000)}; i++) console.log(i, 'some words');`, 'ok'),
  'a large message': (kernel, draw) => {
    const megabytes = 1 + draw.integer(8) ** 2;
    const content = { user_expressions: {}, unknown: 'x'.repeat(megabytes * 1e6) };
    return kernel
      .execute('1', content, patience)
      .then(({ reply }) => (reply.status === 'ok' ? undefined : `${megabytes} MB: ${reply.evalue}`));
  },
  interrupt: async (kernel, draw) => {
    const code = one(draw, [
      'for (;;);',
      'for (;;) await new Promise((done) => setTimeout(done, 5));',
      'await new Promise(() => {});',
    ]);
    const id = kernel.submit(code);
    await kernel.until(
      () => kernel.iopubLog.some((m) => m.parent.msg_id === id && m.header.msg_type === 'execute_input'),
      patience,
    );
    await kernel.request('interrupt_request', {}, 'control', patience);
    const { reply } = await kernel.outcome(id, patience);
    return reply.status === 'error' ? undefined : `interrupted: ${reply.status}`;
  },
  'a client that goes away': async (kernel) => {
    const socket = new Dealer({ routingId: randomUUID(), linger: 200 });
    socket.connect(`tcp://127.0.0.1:${kernel.ports.shell}`);
    const content = { code: 'for (let i = 0; i < 100; i++) console.log(i);', silent: false, stop_on_error: false };
    await socket.send(kernel.wire.write([], { type: 'execute_request', content }));
    socket.close();
    return undefined;
  },
};
