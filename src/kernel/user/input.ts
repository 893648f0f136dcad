import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { Flags, type ToWorker } from '../messages.js';
import { KeyboardInterrupt } from './errors.js';
import type { Runner } from './runner.js';

/** Asks the reader for a line, and waits. */
export type Ask = (message: string, password: boolean) => string;

/**
 * The main thread waits on a shared integer while the worker asks the client, so `prompt` answers like a function
 * and no other code runs meanwhile.
 */
export function makeAsk(
  flag: Int32Array,
  answers: MessagePort,
  runner: Runner,
  post: (message: ToWorker) => void,
): Ask {
  return (prompt, password) => {
    // The client would never be asked, and the wait never end.
    if (!runner.busy) throw new Error('prompt(): only a running cell can ask, not a timer or a handler behind it');
    if (!runner.allowStdin)
      throw new Error('prompt(): this client takes no input (it runs the notebook without a reader)');
    Atomics.store(flag, Flags.input, 0);
    post({ type: 'input', parent: runner.parent, prompt, password, stream: false });
    Atomics.wait(flag, Flags.input, 0);
    if (Atomics.load(flag, Flags.input) === 2) throw new KeyboardInterrupt();
    return (receiveMessageOnPort(answers)?.message as string | undefined) ?? '';
  };
}
