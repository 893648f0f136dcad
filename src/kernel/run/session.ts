import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dealer, Subscriber } from 'zeromq';
import { kernelCommand, kernelEnvironment } from '../install.js';
import { type Message, Wire } from '../protocol/wire.js';
import { type Output, Outputs } from './outputs.js';
import { Widgets } from './widgets.js';

const CHANNELS = ['shell', 'control', 'stdin', 'iopub', 'hb'] as const;

/** Free TCP ports of this machine. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(servers.map((s) => new Promise<void>((resolve) => s.listen(0, '127.0.0.1', resolve))));
  const ports = servers.map((s) => (s.address() as { port: number }).port);
  await Promise.all(servers.map((s) => new Promise((resolve) => s.close(resolve))));
  return ports;
}

export interface Ran {
  execution_count: number | null;
  outputs: Output[];
  status: 'ok' | 'error';
}

/** A kernel of its own that runs a notebook's cells, one after the other, without a reader. */
export class Session {
  private readonly wire: Wire;
  private readonly outputs = new Outputs();
  private readonly models = new Widgets();
  private readonly folder = mkdtempSync(join(tmpdir(), 'typescript-kernel-'));
  private readonly replies = new Map<string, Message>();
  private readonly idle = new Set<string>();
  private wake: () => void = () => {};
  private ended: string | undefined;
  private stderr = '';

  private constructor(
    private readonly key: string,
    private readonly shell = new Dealer({ linger: 0 }),
    private readonly iopub = new Subscriber({ linger: 0 }),
    private child?: ChildProcess,
  ) {
    this.wire = new Wire(key, 'hmac-sha256');
  }

  /** @throws Error with the kernel's last words when it does not start */
  static async start(cwd: string): Promise<Session> {
    const session = new Session(randomUUID());
    await session.launch(cwd);
    return session;
  }

  private async launch(cwd: string): Promise<void> {
    const ports = await freePorts(CHANNELS.length);
    const file = join(this.folder, 'connection.json');
    const named = Object.fromEntries(CHANNELS.map((channel, i) => [`${channel}_port`, ports[i]]));
    writeFileSync(file, JSON.stringify({ ...named, transport: 'tcp', ip: '127.0.0.1', key: this.key }), {
      mode: 0o600,
    });
    this.iopub.subscribe();
    this.shell.connect(`tcp://127.0.0.1:${named.shell_port}`);
    this.iopub.connect(`tcp://127.0.0.1:${named.iopub_port}`);
    const [program, ...args] = kernelCommand().map((part) => part.replace('{connection_file}', file));
    const env = { ...process.env, ...kernelEnvironment };
    this.child = spawn(program!, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
    this.child.stderr!.on('data', (text) => {
      this.stderr += text;
    });
    this.child.once('close', () => {
      this.ended = `the kernel has ended${this.stderr ? `: ${this.stderr.trim()}` : ''}`;
      this.wake();
    });
    void this.pump(this.shell);
    void this.pump(this.iopub);
    await this.heard();
  }

  private async pump(socket: Dealer | Subscriber): Promise<void> {
    for await (const frames of socket) {
      const message = this.wire.read(frames as Buffer[]);
      if (!message) continue;
      const parent = message.parent.msg_id ?? '';
      if (socket === this.shell) this.replies.set(parent, message);
      else if (message.content.execution_state === 'idle') this.idle.add(parent);
      else if (message.header.msg_type.startsWith('comm_')) this.models.take(message);
      else this.outputs.take(message);
      this.wake();
    }
  }

  /** Waits for what is true of the messages so far. */
  private async until(what: () => boolean, ms = Number.POSITIVE_INFINITY): Promise<boolean> {
    const end = performance.now() + ms;
    while (!what()) {
      if (this.ended) throw new Error(this.ended);
      if (performance.now() > end) return false;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(1000, Math.max(0, end - performance.now())));
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return true;
  }

  private async send(type: string, content: object): Promise<string> {
    const frames = this.wire.write([], { type, content });
    await this.shell.send(frames);
    return (JSON.parse(String(frames[2])) as { msg_id: string }).msg_id;
  }

  /** A subscriber hears nothing of what was sent before it joined: ask until both channels answer. */
  private async heard(): Promise<void> {
    for (;;) {
      const id = await this.send('kernel_info_request', {});
      if (await this.until(() => this.replies.has(id) && this.idle.has(id), 300)) return;
    }
  }

  /** What a page needs to show the widgets again; undefined where there are none. */
  get widgets(): object | undefined {
    return this.models.saved();
  }

  async execute(code: string): Promise<Ran> {
    const outputs = this.outputs.begin();
    const id = await this.send('execute_request', { code, silent: false, store_history: true, allow_stdin: false });
    await this.until(() => this.replies.has(id) && this.idle.has(id));
    const { status, execution_count } = this.replies.get(id)!.content;
    this.replies.clear();
    this.idle.clear();
    return { outputs, execution_count: Number(execution_count), status: status === 'ok' ? 'ok' : 'error' };
  }

  async stop(): Promise<void> {
    if (!this.ended) {
      await this.send('shutdown_request', { restart: false });
      await this.until(() => false, 3000).catch(() => {});
      this.child?.kill('SIGKILL');
    }
    this.shell.close();
    this.iopub.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
