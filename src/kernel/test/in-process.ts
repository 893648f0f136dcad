import type { LanguageSession } from '../language/session.js';
import { Flags, type ToMain, type ToWorker } from '../messages.js';
import { Kernel } from '../protocol/kernel.js';
import { MainThread } from '../protocol/main-thread.js';
import type { Sockets } from '../protocol/sockets.js';
import { type Message, type Outgoing, Wire } from '../protocol/wire.js';
import { Comms } from '../user/comms.js';
import { type Display, makeDisplay } from '../user/display.js';
import { Runner } from '../user/runner.js';
import { makeStream, type Stream } from '../user/streams.js';

/** What left the kernel, as a client reads it. */
export interface Sent {
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: JSON from the kernel, whose fields tests read as they expect them
  content: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  metadata: any;
  /** The text of the content on the wire. */
  text: string;
}

/** Both sides of the kernel in one thread, joined as the two threads are, without sockets and TypeScript's checks. */
export class InProcess {
  readonly sent: Sent[] = [];
  readonly display: Display;
  readonly comms: Comms;
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly runner: Runner;
  private readonly wire = new Wire('', 'hmac-sha256');
  private readonly kernel: Kernel;
  private requests = 0;

  constructor() {
    const flag = new Int32Array(new SharedArrayBuffer(4 * Flags.length));
    const fromMain = (message: ToWorker): void => this.kernel.fromMain(structuredClone(message));
    const toMain = (message: ToMain): void => {
      if (message.type === 'run') void this.runner.run(structuredClone(message));
    };
    this.runner = new Runner(flag, fromMain, () => {});
    const parent = (): string => this.runner.parent;
    this.display = makeDisplay(fromMain, parent);
    this.comms = new Comms(fromMain, parent);
    const stream = (name: 'stdout' | 'stderr'): Stream =>
      makeStream((text) => fromMain({ type: 'stream', parent: parent(), name, text }));
    this.stdout = stream('stdout');
    this.stderr = stream('stderr');
    this.runner.endOutput = () => [this.stdout, this.stderr].forEach((s) => void s.end());
    const language = {
      compile: (js: string) => ({ js, file: '/cell.js', imports: [], unset: () => {} }),
      prepare: () => {},
      finish: () => {},
    };
    this.kernel = new Kernel({
      sockets: this.sockets(),
      main: new MainThread({ postMessage: toMain } as never, flag),
      language: language as unknown as LanguageSession,
      cwd: '/',
      root: '/',
      terminate: async () => {},
      end: async () => {},
      answerInput: () => {},
    });
  }

  private sockets(): Sockets {
    const record = async (message: Outgoing): Promise<void> => {
      const frames = this.wire.write([], message).map((frame) => Buffer.from(frame as string));
      const { header, content, metadata } = this.wire.read(frames)!;
      this.sent.push({ type: header.msg_type, content, metadata, text: String(frames[5]) });
    };
    const reply = (_channel: string, request: Message, content: object): Promise<void> =>
      record({ type: request.header.msg_type.replace('request', 'reply'), content });
    return { publish: record, reply, ask: reply } as unknown as Sockets;
  }

  /** Runs JavaScript as a cell; `value` is what it answers with. Answers with all that left the kernel meanwhile. */
  async cell(code: string, value?: unknown): Promise<Sent[]> {
    this.sent.length = 0;
    this.requests += 1;
    (globalThis as { __value?: unknown }).__value = value;
    const content = { code: `module.exports = async () => { ${code} }`, user_expressions: {} };
    const header = { msg_id: `request-${this.requests}`, msg_type: 'execute_request' };
    this.kernel.receive('shell', { identities: [], header, parent: {}, metadata: {}, content, buffers: [] } as never);
    while (!this.sent.some((m) => m.type === 'execute_reply')) await new Promise((resolve) => setImmediate(resolve));
    return this.sent;
  }
}
