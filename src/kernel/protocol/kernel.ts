import ts = require('typescript');

import { isComplete } from '../language/is-complete.js';
import type { LanguageSession } from '../language/session.js';
import type { ToWorker } from '../messages.js';
import { completeReply, inspectReply } from './assist.js';
import { Comms } from './comms.js';
import { Debugging } from './debugging.js';
import { Displays } from './displays.js';
import { Executor } from './executor.js';
import { wrong } from './failure.js';
import { History } from './history.js';
import { kernelInfo } from './info.js';
import type { MainThread } from './main-thread.js';
import { Output } from './output.js';
import type { Sockets } from './sockets.js';
import type { Header, Message } from './wire.js';

type Channel = 'shell' | 'control' | 'stdin';
type Content = Record<string, unknown>;

export interface KernelParts {
  sockets: Sockets;
  main: MainThread;
  language: LanguageSession;
  cwd: string;
  root: string;
  /** Ends a busy loop in the main thread. */
  terminate(): Promise<void>;
  /** Ends the process, after the last message is out. */
  end(): Promise<void>;
  /** Gives a line of input to the waiting cell. */
  answerInput(line: string): void;
}

/** Requests whose headers are remembered, so that late output finds its cell. */
const HEADERS = 2000;

/** Rest after a cell, before the next completion is prepared. */
const REST_MS = 200;

/** Answers a client's messages. Cells are run one after the other; everything else is answered at once. */
export class Kernel {
  private readonly queue: { message: Message; aborted: boolean }[] = [];
  private readonly headers = new Map<string, Header>();
  private readonly requests = new Map<string, Message>();
  private readonly history = new History();
  private readonly output: Output;
  private readonly executor: Executor;
  private readonly comms: Comms;
  private readonly displays = new Displays();
  readonly debugging: Debugging;
  /** Input requests that are not answered yet. */
  private asked: ('prompt' | 'stream')[] = [];
  private draining = false;
  private preparing: NodeJS.Timeout | undefined;

  constructor(private readonly parts: KernelParts) {
    const { sockets, main, language, cwd, root } = parts;
    this.output = new Output(
      (m) => void sockets.publish(m),
      (parent) => this.headers.get(parent),
    );
    this.comms = new Comms(main, (message) => void sockets.publish(message));
    const publish = (type: string, content: object | string, request: Message): void =>
      this.publish(type, content, request.header);
    this.debugging = new Debugging({
      publish: (event, parent) => this.publish('debug_event', event, parent),
      textOf: (label) => this.executor.text(label),
    });
    this.executor = new Executor({
      language,
      main,
      output: this.output,
      history: this.history,
      cwd,
      root,
      debug: () => this.debugging.active,
      display: (update, id, bundle, { header }) =>
        this.display({ type: 'display', parent: header.msg_id, update, id, bundle }),
      publish,
    });
  }

  private publish(type: string, content: object | string, parent: Partial<Header> | undefined): void {
    this.output.flush();
    void this.parts.sockets.publish({ type, content, parent });
  }

  private status(state: 'starting' | 'busy' | 'idle', parent?: Header): void {
    this.publish('status', { execution_state: state }, parent);
  }

  start(): void {
    this.status('starting');
  }

  private remember(message: Message): void {
    this.headers.set(message.header.msg_id, message.header);
    if (this.headers.size > HEADERS) this.headers.delete(this.headers.keys().next().value!);
  }

  /** A message from the client. */
  receive(channel: Channel, message: Message): void {
    if (channel === 'stdin') {
      if (message.header.msg_type === 'input_reply') this.input(String(message.content.value ?? ''));
      return;
    }
    this.remember(message);
    if (message.header.msg_type === 'execute_request') {
      this.queue.push({ message, aborted: false });
      void this.drain();
    } else void this.answer(channel, message);
  }

  /** A line from the reader, for who asked first; what nobody asked for is dropped. */
  private input(line: string): void {
    const asked = this.asked.shift();
    if (asked === 'stream') this.parts.main.post({ type: 'line', text: line });
    else if (asked === 'prompt') this.parts.answerInput(line);
  }

  private async drain(): Promise<void> {
    if (this.draining) return;
    this.draining = true;
    clearTimeout(this.preparing);
    for (let next = this.queue.shift(); next; next = this.queue.shift()) {
      const { message, aborted } = next;
      const started = new Date();
      this.status('busy', message.header);
      const content = aborted ? { status: 'aborted' } : await this.execute(message);
      void this.parts.sockets.reply('shell', message, content, started);
      this.status('idle', message.header);
      // Requests that have already arrived must be seen before the next one is taken.
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.draining = false;
    this.preparing = setTimeout(() => this.parts.language.prepare(), REST_MS);
  }

  private async execute(message: Message): Promise<Content> {
    if (typeof message.content.code !== 'string') return wrong('execute_request: "code" is not a text');
    this.requests.set(message.header.msg_id, message);
    const content = await this.executor.execute(message);
    this.requests.delete(message.header.msg_id);
    this.asked = [];
    const stop = message.content.stop_on_error !== false && message.content.silent !== true;
    if (content.status === 'error' && stop) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      for (const waiting of this.queue) waiting.aborted = true;
    }
    return content;
  }

  private async answer(channel: Channel, message: Message): Promise<void> {
    const { msg_type: type } = message.header;
    const started = new Date();
    this.status('busy', message.header);
    try {
      if (type.startsWith('comm_') && type !== 'comm_info_request') await this.comms.receive(message);
      else {
        const content = await this.reply(message);
        if (content) await this.parts.sockets.reply(channel, message, content, started);
      }
    } catch (error) {
      const content = wrong((error as Error).message);
      if (type.endsWith('_request')) void this.parts.sockets.reply(channel, message, content, started);
    }
    this.status('idle', message.header);
    if (type === 'shutdown_request') await this.shutdown(message);
  }

  private async reply(message: Message): Promise<object | undefined> {
    const { content } = message;
    const { msg_type: type } = message.header;
    switch (type) {
      case 'kernel_info_request':
        return kernelInfo(ts.version);
      case 'complete_request':
        return completeReply(this.parts.language, content);
      case 'inspect_request':
        return inspectReply(this.parts.language, content);
      case 'is_complete_request':
        return isComplete(String(content.code ?? ''));
      case 'history_request':
        return { status: 'ok', history: this.history.answer(content) };
      case 'comm_info_request':
        return { status: 'ok', comms: this.comms.info(content.target_name) };
      case 'interrupt_request':
        this.executor.stop();
        await this.debugging.pass(this.parts.main.interrupt(this.parts.terminate));
        return { status: 'ok' };
      case 'debug_request':
        return this.debugging.handle(message);
      case 'shutdown_request':
        return { status: 'ok', restart: content.restart === true };
      default:
        return type.endsWith('_request') ? wrong(`${type} is not known to this kernel`) : undefined;
    }
  }

  private async shutdown(message: Message): Promise<void> {
    const content = { status: 'ok', restart: message.content.restart === true };
    this.output.flush();
    await this.parts.sockets.publish({ type: 'shutdown_reply', content, parent: message.header });
    await this.parts.end();
  }

  private display(shown: Extract<ToWorker, { type: 'display' }>): void {
    for (const { type, content } of this.displays.messages(shown))
      this.publish(type, content, this.headers.get(shown.parent));
  }

  /** A message from the thread that runs the cells. */
  fromMain(message: ToWorker): void {
    this.parts.main.receive(message);
    if (message.type === 'stream') this.output.write(message.parent, message.name, message.text);
    else if (message.type === 'limit') this.output.limit = message.bytes;
    else if (message.type === 'clear')
      this.publish('clear_output', { wait: message.wait }, this.headers.get(message.parent));
    else if (message.type === 'display') this.display(message);
    else if (message.type === 'comm') {
      this.output.flush();
      this.comms.send(message, this.headers.get(message.parent));
    } else if (message.type === 'input') {
      const { prompt, password, stream } = message;
      const request = this.requests.get(message.parent);
      this.output.flush();
      if (!request) return;
      this.asked.push(stream ? 'stream' : 'prompt');
      void this.parts.sockets.ask(request, { prompt, password });
    } else if (message.type === 'dying') {
      this.output.write(message.parent, 'stderr', `${message.reason}\n`);
      this.output.flush();
      this.debugging.end();
    }
  }
}
