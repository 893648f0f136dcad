/**
 * What the kernel's two threads say to each other.
 *
 * The main thread runs only the user's code; the worker thread holds the sockets, the protocol and the TypeScript
 * service. Beside the messages they share four integers (`Flags`), because a busy main thread reads no messages.
 */

/** Indices into the shared Int32Array. */
export const Flags = {
  /** Number of the last run that was interrupted: everything begun in this run or before stops. */
  interrupted: 0,
  /** Number of the run that is going on, or of the last one. */
  run: 1,
  /** Wakes the main thread when it waits for the client's input (0 waiting, 1 answered, 2 interrupted). */
  input: 2,
  /** Set by the worker when it has published the last words of a dying main thread. */
  farewell: 3,
  length: 4,
} as const;

/** Symbol under which the worker, ending a busy loop, finds what it needs in the main thread (user/interruptible.ts). */
export const ASYNC_CONTEXTS = 'typescript-kernel.contexts';

/**
 * Symbol under which the debugger, which looks into the main thread from the worker through V8's inspector, finds what that thread
 * knows (user/debug.ts).
 */
export const DEBUG = 'typescript-kernel.debug';

/** A MIME bundle, checked and written as JSON where it was made: what cannot be written is an error of the cell. */
export interface Bundle {
  /** JSON of an object by MIME type, binary data as base64. */
  data: string;
  /** JSON of an object. */
  metadata: string;
  /** The readable text in `data`. */
  text: string;
  /** Height in pixels of the live Plotly figure in `data`, if there is one. */
  figure?: number;
}

/** An error of the user's code, as the main thread sees it; the worker makes the traceback. */
export interface RawError {
  name: string;
  message: string;
  /** `error.stack`, already mapped to the sources by Node; absent when the value thrown is no Error. */
  stack?: string;
  cause?: RawError;
  errors?: RawError[];
}

/** One cell, compiled. */
export interface Run {
  /** Number of this run, even; grows with every run, silent or not. */
  run: number;
  /** msg_id of the request: what the output belongs to. */
  parent: string;
  js: string;
  file: string;
  allowStdin: boolean;
  /** `%reset`: all names are forgotten first. */
  reset?: boolean;
  /** `%reload`: the project's sources are loaded anew. */
  reload?: boolean;
  /** The value of the last expression is not wanted. */
  silent: boolean;
}

/** A comm message from the client, as it came. */
export interface CommMessage {
  kind: 'comm_open' | 'comm_msg' | 'comm_close';
  content: { comm_id: string; target_name?: string; data?: unknown };
  metadata: Record<string, unknown>;
  buffers: Uint8Array[];
}

/** A comm message from a cell, checked and written as JSON there. */
export interface CommSent {
  kind: CommMessage['kind'];
  id: string;
  target: string;
  content: string;
  metadata: string;
  buffers: Uint8Array[];
}

export type ToMain =
  | ({ type: 'run' } & Run)
  | { type: 'interrupt'; run: number }
  | { type: 'abandon'; run: number }
  | { type: 'ping'; id: number }
  | ({ type: 'comm'; parent: string } & CommMessage)
  | { type: 'line'; text: string }
  | { type: 'exit' };

export type ToWorker =
  | { type: 'ready' }
  | {
      type: 'done';
      run: number;
      result?: Bundle;
      error?: RawError;
      interrupted: boolean;
      loaded: boolean;
      unset: string[];
    }
  | { type: 'stream'; parent: string; name: 'stdout' | 'stderr'; text: string }
  | { type: 'display'; parent: string; update: boolean; id?: string; bundle: Bundle }
  | { type: 'clear'; parent: string; wait: boolean }
  /** `stream`: a line for `process.stdin`; else the main thread stands still for the answer. */
  | { type: 'input'; parent: string; prompt: string; password: boolean; stream: boolean }
  | { type: 'pong'; id: number }
  | ({ type: 'comm'; parent: string } & CommSent)
  | { type: 'limit'; bytes: number }
  | { type: 'dying'; parent: string; reason: string };

/** What the worker is started with. */
export interface WorkerStart {
  connectionFile: string;
  cwd: string;
  shared: SharedArrayBuffer;
  /** The worker's end of the line to the module loader. */
  loader: import('node:worker_threads').MessagePort;
  /** Carries the answer to an input request, read by the main thread while it waits. */
  input: import('node:worker_threads').MessagePort;
}
