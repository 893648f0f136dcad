import { StringDecoder } from 'node:string_decoder';
import type { ToWorker } from '../messages.js';
import type { Display } from './display.js';
import { consoleTable } from './table.js';

/** Longest text posted to the other thread at once. */
const PIECE = 1 << 20;

/** Sends what the process prints to the client, under the cell that runs. */
export function redirectStreams(post: (message: ToWorker) => void, parent: () => string): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const decoder = new StringDecoder('utf8');
    process[name].write = ((chunk: string | Uint8Array, encoding?: unknown, callback?: unknown): boolean => {
      const text = typeof chunk === 'string' ? chunk : decoder.write(Buffer.from(chunk));
      for (let at = 0; at < text.length; at += PIECE)
        post({ type: 'stream', parent: parent(), name, text: text.slice(at, at + PIECE) });
      const done = typeof encoding === 'function' ? encoding : callback;
      if (typeof done === 'function') process.nextTick(done as () => void);
      return true;
    }) as typeof process.stdout.write;
  }
}

/** `console.table` as a table of the page; in a terminal it stays the text that Node prints. */
export function tableInPage(display: Display): void {
  const original = console.table.bind(console);
  console.table = (data: unknown, properties?: readonly string[]) => {
    const bundle = consoleTable(data, properties);
    if (bundle) display(bundle);
    else original(data, properties as string[]);
  };
}
