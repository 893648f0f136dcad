import { cut } from '../text.js';
import type { Header } from './wire.js';

/** Most bytes of text that one cell may print, unless the cell sets `kernel.outputLimit`. */
export const OUTPUT_LIMIT = 2 * 1024 * 1024;
const FLUSH_MS = 15;
const FLUSH_BYTES = 256 * 1024;

/** Cells whose printing is counted: timers of earlier ones may print between. */
const CELLS = 100;

interface Printed {
  bytes: number;
  cut: number;
}

type Publish = (message: { type: string; content: object; parent: Partial<Header> | undefined }) => void;
interface Pending {
  parent: string;
  name: string;
  text: string;
}

/**
 * What cells print, gathered for a moment into fewer and larger messages, and cut with a note when a cell prints
 * more than a page can hold.
 */
export class Output {
  limit = OUTPUT_LIMIT;
  private pending: Pending | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** What the last cells have printed, and how much of it was cut. */
  private readonly printed = new Map<string, Printed>();

  constructor(
    private readonly publish: Publish,
    private readonly headerOf: (parent: string) => Partial<Header> | undefined,
  ) {}

  write(parent: string, name: string, text: string): void {
    const allowed = this.allow(parent, text);
    if (!allowed) return;
    if (this.pending && (this.pending.parent !== parent || this.pending.name !== name)) this.flush();
    if (this.pending) this.pending.text += allowed;
    else this.pending = { parent, name, text: allowed };
    if (this.pending.text.length >= FLUSH_BYTES) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), FLUSH_MS);
  }

  private printedBy(parent: string): Printed {
    const known = this.printed.get(parent);
    if (known) return known;
    const fresh = { bytes: 0, cut: 0 };
    this.printed.set(parent, fresh);
    if (this.printed.size > CELLS) this.printed.delete(this.printed.keys().next().value!);
    return fresh;
  }

  private allow(parent: string, text: string): string {
    const printed = this.printedBy(parent);
    const room = this.limit - printed.bytes;
    const kept = cut(text, room);
    // What comes after a cut is left out too, be it short enough for what the cut left over.
    printed.bytes += text.length;
    printed.cut += text.length - kept.length;
    return kept;
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { pending } = this;
    this.pending = undefined;
    if (pending)
      this.publish({
        type: 'stream',
        content: { name: pending.name, text: pending.text },
        parent: this.headerOf(pending.parent),
      });
  }

  /** The cell is done: what is left goes out, with a note on what was cut. */
  finish(parent: string): void {
    this.flush();
    const { cut } = this.printedBy(parent);
    if (cut === 0) return;
    const text = `\n[output cut: ${cut.toLocaleString('en')} more characters after the first ${this.limit.toLocaleString('en')}; set kernel.outputLimit to see more]\n`;
    this.publish({ type: 'stream', content: { name: 'stderr', text }, parent: this.headerOf(parent) });
    this.printed.set(parent, { bytes: this.limit, cut: 0 });
  }
}
