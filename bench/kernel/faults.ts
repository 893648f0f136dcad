import type { Client } from '../../src/kernel/test/client.js';
import { DebugClient } from '../../src/kernel/test/debug-client.js';
import type { KernelUnderTest } from './kernels.js';
import { pause, shows, start, textOf } from './measure.js';

/** What a kernel is asked, in words, and whether it does it. The kernel is a fresh one each time. */
export interface Check {
  what: string;
  holds(client: Client, kernel: KernelUnderTest): Promise<boolean>;
}

/** Whether the session still answers, with the name that it had before. */
async function kept(client: Client): Promise<boolean> {
  // After an error tslab refuses cells for a moment.
  await pause(500);
  return shows(client, 'kept + 1', '42', 5000).then(
    () => true,
    () => false,
  );
}

/** Interrupts a cell as Jupyter would; true when it ends within five seconds and the session's names are there. */
async function interrupted(client: Client, kernel: KernelUnderTest, loop: string): Promise<boolean> {
  await shows(client, 'let kept = 41; kept', '41');
  const id = client.submit(`console.log('begun');\n${loop}`);
  await client.until(() => textOf(client, id).includes('begun'));
  await pause(200);
  if (kernel.interrupt === 'message') client.send('control', 'interrupt_request', {});
  else client.process.kill('SIGINT');
  const ended = await client.outcome(id, 5000).then(
    () => true,
    () => false,
  );
  return ended && (await kept(client));
}

/** Runs a cell that does something nasty; true when the session lives and has its names. */
async function survives(client: Client, code: string): Promise<boolean> {
  await shows(client, 'let kept = 41; kept', '41');
  const id = client.submit(code, { stop_on_error: false });
  await client.outcome(id, 5000).catch(() => undefined);
  await pause(300);
  return kept(client);
}

/** A text with half of a surrogate pair, which Python reads and then cannot write. */
const hasHalf = (text: string): boolean => text !== Buffer.from(text).toString();

const BUSY = 'for (;;);';
const AWAITING = 'for (;;) await new Promise((r) => setTimeout(r, 10));';
const LIBRARY = 'new Function("const end = Date.now() + 9000; while (Date.now() < end);")();';
const HOOK =
  "(await import('node:async_hooks')).createHook({ init() {}, before() {}, after() {} }).enable(); await new Promise((r) => setTimeout(r, 5));";

export const CHECKS: readonly Check[] = [
  { what: 'a busy loop is interrupted, names stay', holds: (c, k) => interrupted(c, k, BUSY) },
  { what: 'an awaiting loop is interrupted, names stay', holds: (c, k) => interrupted(c, k, AWAITING) },
  { what: 'a loop inside a library is interrupted, names stay', holds: (c, k) => interrupted(c, k, LIBRARY) },
  { what: 'the same while an async hook is enabled', holds: (c, k) => interrupted(c, k, `${HOOK} ${LIBRARY}`) },
  {
    what: 'a cell with a type error does nothing',
    async holds(client) {
      const id = client.submit("console.log('half of its work'); const x: number = 'text';");
      const { reply } = await client.outcome(id);
      return reply.status === 'error' && !textOf(client, id).includes('half of its work');
    },
  },
  {
    what: 'names are kept after an error halfway',
    async holds(client) {
      await client.outcome(client.submit("let kept = 41; throw new Error('x')"));
      return kept(client);
    },
  },
  {
    what: '`{ "src/main.ts": 120 }` is shown as it is',
    async holds(client) {
      const id = client.submit('({ "src/main.ts": 120 })');
      await client.outcome(id);
      await pause(200);
      const types = client.outputsOf(id).flatMap(({ content }) => Object.keys(content.data ?? {}));
      return types.every((type) => type.startsWith('text/')) && textOf(client, id).includes('src/main.ts');
    },
  },
  {
    what: 'half a surrogate pair makes no unwritable notebook',
    async holds(client) {
      const id = client.submit("console.log('half: \\ud83d, end')");
      await client.outcome(id);
      await client.until(() => textOf(client, id).includes('end'));
      return !hasHalf(textOf(client, id));
    },
  },
  {
    what: 'a BigInt in a MIME bundle is an error, not the end',
    holds: (client, kernel) => survives(client, kernel.bundle('{ "application/json": { n: 10n } }')),
  },
  {
    what: 'a thrown proxy is an error, not the end',
    holds: (client) => survives(client, 'throw new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 2; } })'),
  },
  {
    what: 'an error in a timer is told, not the end',
    holds: (client) => survives(client, "setTimeout(() => { throw new Error('later'); }, 50); 1"),
  },
  {
    what: 'reading `process.stdin` without a reader ends with a word',
    async holds(client) {
      const code = "import { stdin } from 'node:process'; for await (const piece of stdin) console.log(piece);";
      const id = client.submit(code, { allow_stdin: false });
      return client.outcome(id, 5000).then(
        ({ reply }) => reply.status === 'error',
        () => false,
      );
    },
  },
  {
    what: 'the heartbeat answers while a cell is busy',
    async holds(client) {
      client.submit('{ const until = Date.now() + 3000; while (Date.now() < until); }');
      await pause(300);
      return Promise.race([client.heartbeat().then(() => true), pause(1500).then(() => false)]);
    },
  },
  {
    what: 'a debugger stops a cell at a breakpoint and shows its variables',
    async holds(client) {
      const debug = DebugClient.of(client);
      await debug.attach();
      const code = 'const first: number = 41;\nconst second = first + 1;';
      await debug.breakpoints(code, 2);
      client.submit(code);
      await debug.event('stopped', 5000);
      return (await debug.variables('Locals')).first === '41';
    },
  },
];

/** Which of the checks a kernel passes. */
export async function check(kernel: KernelUnderTest): Promise<Record<string, boolean>> {
  const passed: Record<string, boolean> = {};
  for (const { what, holds } of CHECKS) {
    const client = await start(kernel);
    passed[what] = await holds(client, kernel).catch(() => false);
    client.process.kill('SIGKILL');
    await client.stop();
  }
  return passed;
}
