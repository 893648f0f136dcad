import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dealer, Request as HeartbeatSocket, Subscriber } from 'zeromq';
import { kernelEnvironment } from '../install.js';
import { type Message, Wire } from '../protocol/wire.js';
import { CHANNELS, type ClientOptions, commandOf, type Ports, writeConnection } from './launch.js';

export type { ClientOptions } from './launch.js';

// biome-ignore lint/suspicious/noExplicitAny: JSON from the kernel, whose fields tests read as they expect them
export type Content = any;

export interface Outcome {
  reply: Content;
  /** The whole message of the reply. */
  answer: Message;
  /** iopub messages of this request, status messages left out. */
  outputs: Message[];
  /** All text of one stream. */
  stream(name: 'stdout' | 'stderr'): string;
  of(type: string): Content[];
}

type Channel = 'shell' | 'control' | 'stdin';

/** A Jupyter client in plain ZeroMQ, as an editor would talk to the kernel. */
export class Client {
  readonly key = randomUUID();
  readonly wire = new Wire(this.key, 'hmac-sha256');
  readonly iopubLog: Message[] = [];
  stderr = '';
  private stopped = false;
  exit: { code: number | null; signal: NodeJS.Signals | null } | undefined;
  /** Answers input requests; without it none is allowed. */
  onInput: ((request: Content) => string | undefined) | undefined;
  process!: ChildProcess;
  private sockets!: Record<Channel, Dealer> & { iopub: Subscriber; hb: HeartbeatSocket };
  private folder!: string;
  ports!: Ports;
  private listeners = new Set<() => void>();
  private replies = new Map<string, Message>();

  static async start(o: ClientOptions = {}): Promise<Client> {
    const client = new Client();
    await client.launch(o);
    return client;
  }

  private async launch(options: ClientOptions): Promise<void> {
    const { cwd = process.cwd(), env = {} } = options;
    this.folder = mkdtempSync(join(tmpdir(), 'typescript-kernel-'));
    const connection = join(this.folder, 'connection.json');
    this.ports = await writeConnection(connection, this.key);
    const identity = randomUUID();
    const dealer = (): Dealer => new Dealer({ routingId: identity, linger: 0 });
    this.sockets = {
      shell: dealer(),
      control: dealer(),
      stdin: dealer(),
      iopub: new Subscriber({ linger: 0 }),
      hb: new HeartbeatSocket({ linger: 0 }),
    };
    this.sockets.iopub.subscribe();
    for (const name of CHANNELS) this.sockets[name].connect(`tcp://127.0.0.1:${this.ports[name]}`);
    const [program, ...rest] = commandOf(options).map((part) => part.replace('{connection_file}', connection));
    this.process = spawn(program!, rest, {
      cwd,
      env: { ...process.env, ...kernelEnvironment, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.process.stderr!.on('data', (data) => {
      this.stderr += data;
    });
    this.process.on('exit', (code, signal) => {
      this.exit = { code, signal };
      this.wake();
    });
    for (const channel of ['shell', 'control', 'stdin'] as const) void this.pump(channel);
    void this.pumpIopub();
    await this.ready();
  }

  /** A subscriber hears nothing of what was sent before it joined: ask until both channels answer. */
  private async ready(): Promise<void> {
    const until = Date.now() + 60_000;
    while (Date.now() < until) {
      const id = this.send('shell', 'kernel_info_request', {});
      const heard = (): boolean => this.replies.has(id) && this.iopubLog.some((m) => m.parent.msg_id === id);
      if (await this.until(heard, 300).catch(() => false)) return;
      if (this.exit) break;
    }
    throw new Error(`the kernel did not start: ${this.stderr}`);
  }

  private wake(): void {
    for (const listener of [...this.listeners]) listener();
  }

  private async pump(channel: Channel): Promise<void> {
    for await (const frames of this.sockets[channel]) {
      const message = this.wire.read(frames as Buffer[]);
      if (!message) continue;
      if (channel === 'stdin') this.answer(message);
      else this.replies.set(message.parent.msg_id!, message);
      this.wake();
    }
  }

  private answer(request: Message): void {
    const value = this.onInput?.(request.content);
    if (value !== undefined) this.send('stdin', 'input_reply', { value }, request.header);
  }

  private async pumpIopub(): Promise<void> {
    for await (const frames of this.sockets.iopub) {
      const message = this.wire.read(frames as Buffer[]);
      if (message) this.iopubLog.push(message);
      this.wake();
    }
  }

  /** Waits for something to be true. */
  async until<T>(what: () => T, ms = 15_000): Promise<NonNullable<T>> {
    const found = what();
    if (found) return found;
    return new Promise((resolve, reject) => {
      const check = (): void => {
        const now = what();
        if (!now) return;
        clearTimeout(timer);
        this.listeners.delete(check);
        resolve(now);
      };
      const timer = setTimeout(() => {
        this.listeners.delete(check);
        reject(new Error(`waited ${ms} ms in vain for ${what}; kernel's stderr: ${this.stderr}`));
      }, ms);
      this.listeners.add(check);
    });
  }

  send(
    channel: Channel,
    type: string,
    content: object,
    parent: object = {},
    buffers: Uint8Array[] = [],
    metadata: object = {},
  ): string {
    const frames = this.wire.write([], { type, content, parent, buffers, metadata });
    const header = JSON.parse(String(frames[2]));
    this.sendRaw(channel, frames);
    return header.msg_id;
  }

  private queues = new Map<Channel, Promise<void>>();
  sendRaw(channel: Channel, frames: (Buffer | string | Uint8Array)[]): void {
    const last = this.queues.get(channel) ?? Promise.resolve();
    this.queues.set(
      channel,
      last.then(() => this.sockets[channel].send(frames)),
    );
  }

  async request(type: string, content: object, channel: Channel = 'shell', ms?: number): Promise<Content> {
    const id = this.send(channel, type, content);
    return (await this.until(() => this.replies.get(id), ms)).content;
  }

  outputsOf(id: string): Message[] {
    return this.iopubLog.filter((m) => m.parent.msg_id === id && m.header.msg_type !== 'status');
  }

  isIdle(id: string): boolean {
    return this.iopubLog.some((m) => m.parent.msg_id === id && m.content.execution_state === 'idle');
  }

  /** Sends a cell without waiting. */
  submit(code: string, content: object = {}, metadata: object = {}): string {
    const request = {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: this.onInput !== undefined,
      stop_on_error: true,
      ...content,
    };
    return this.send('shell', 'execute_request', request, {}, [], metadata);
  }

  async outcome(id: string, ms?: number): Promise<Outcome> {
    await this.until(() => this.replies.has(id) && this.isIdle(id), ms);
    const outputs = this.outputsOf(id);
    const of = (type: string): Content[] => outputs.filter((m) => m.header.msg_type === type).map((m) => m.content);
    const stream = (name: string): string =>
      of('stream')
        .filter((c) => c.name === name)
        .map((c) => c.text)
        .join('');
    const answer = this.replies.get(id)!;
    return { reply: answer.content, answer, outputs, of, stream };
  }

  execute(code: string, content: object = {}, ms?: number): Promise<Outcome> {
    return this.outcome(this.submit(code, content), ms);
  }

  /** Runs a cell that must succeed; answers with the text of its result. */
  async value(code: string): Promise<string | undefined> {
    const { reply, of } = await this.execute(code);
    if (reply.status !== 'ok') throw new Error(`${code}\n${reply.ename}: ${reply.evalue}`);
    return of('execute_result')[0]?.data['text/plain'];
  }

  async heartbeat(): Promise<string> {
    await this.sockets.hb.send('ping');
    const [answer] = await this.sockets.hb.receive();
    return String(answer);
  }

  /** Shuts the kernel down, once. */
  async stop(): Promise<void> {
    if (this.stopped) return;
    this.stopped = true;
    if (!this.exit) {
      this.send('control', 'shutdown_request', { restart: false });
      await this.until(() => this.exit, 5000).catch(() => this.process.kill('SIGKILL'));
    }
    for (const socket of Object.values(this.sockets)) socket.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
