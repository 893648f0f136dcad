import type { Debugger } from '../debug/debugger.js';
import type { DapEvent, DapRequest, DapResponse } from '../debug/messages.js';
import type { CompiledText } from '../debug/scripts.js';
import type { Header, Message } from './wire.js';

export interface DebuggingParts {
  publish(event: DapEvent, parent: Header | undefined): void;
  /** The text of a cell by its label. */
  textOf(label: string): string | undefined;
}

/** The kernel's hold on its debugger, which is loaded by the first request for it: no start waits for it. */
export class Debugging {
  private loading: Promise<Debugger> | undefined;
  private debugger: Debugger | undefined;
  /** Header of the last request: events are of it. */
  private parent: Header | undefined;

  constructor(private readonly parts: DebuggingParts) {}

  /** Undefined where nobody debugs. */
  get active(): { before(cell: CompiledText): Promise<void> } | undefined {
    return this.debugger?.active ? this.debugger : undefined;
  }

  async handle({ header, content }: Message): Promise<DapResponse> {
    this.parent = header;
    this.loading ??= this.load();
    return (await this.loading).handle(content as unknown as DapRequest);
  }

  private async load(): Promise<Debugger> {
    const { Debugger } = await import('../debug/debugger.js');
    this.debugger = new Debugger({
      publish: (event) => this.parts.publish(event, this.parent),
      own: new URL('..', import.meta.url).href,
      textOf: this.parts.textOf,
    });
    return this.debugger;
  }

  /** An interrupt is to end the running cell. */
  pass(interrupt: Promise<unknown>): Promise<unknown> {
    return this.debugger ? this.debugger.pass(interrupt) : interrupt;
  }

  /** The main thread is about to end: a debugger that holds on to it would keep it. */
  end(): void {
    this.debugger?.end();
  }
}
