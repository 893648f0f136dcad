import { StringDecoder } from 'node:string_decoder';
import type { ToWorker } from '../messages.js';
import { cut } from '../text.js';
import type { Display } from './display.js';
import { consoleTable } from './table.js';

/** Longest text posted to the other thread at once. */
const PIECE = 1 << 20;

/** One stream on its way to the client. */
export interface Stream {
  write(chunk: string | Uint8Array, encoding?: BufferEncoding): void;
  /** No more comes for now: half a character that still waits for its rest goes out as it is. */
  end(): void;
}

/** Takes texts and bytes; a character that is written in two parts (bytes, or halves of a pair) is sent whole. */
export function makeStream(send: (text: string) => void): Stream {
  let decoder = new StringDecoder('utf8');
  let half = '';
  const put = (added: string): void => {
    let text = half + added;
    half = (text.charCodeAt(text.length - 1) & 0xfc00) === 0xd800 ? text.slice(-1) : '';
    text = text.slice(0, text.length - half.length);
    while (text) {
      const piece = cut(text, PIECE);
      send(piece);
      text = text.slice(piece.length);
    }
  };
  return {
    write(chunk, encoding) {
      const text = typeof chunk === 'string' && /^(utf-?8)?$/i.test(encoding ?? '');
      put(text ? (chunk as string) : decoder.write(Buffer.from(chunk as string, encoding)));
    },
    end() {
      put(decoder.end());
      decoder = new StringDecoder('utf8');
      if (half) send(half);
      half = '';
    },
  };
}

/**
 * Sends what the process prints to the client, under the cell that runs.
 * @returns to be called when a cell is done
 */
export function redirectStreams(
  post: (message: ToWorker) => void,
  parent: () => string,
  printed: (text: string) => void,
): () => void {
  const streams = (['stdout', 'stderr'] as const).map((name) => {
    const stream = makeStream((text) => {
      post({ type: 'stream', parent: parent(), name, text });
      printed(text);
    });
    process[name].write = ((chunk: string | Uint8Array, encoding?: unknown, callback?: unknown): boolean => {
      stream.write(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : undefined);
      const done = typeof encoding === 'function' ? encoding : callback;
      if (typeof done === 'function') process.nextTick(done as () => void);
      return true;
    }) as typeof process.stdout.write;
    return stream;
  });
  return () => {
    for (const stream of streams) stream.end();
  };
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
