import type { MessagePort } from 'node:worker_threads';

export type Transpile = (file: string) => Promise<string>;
export type Answer = { id: number; code: string } | { id: number; error: string };

/** Asks the thread at the other end of the port for the JavaScript of a TypeScript file. */
export function transpiler(port: MessagePort): Transpile {
  const waiting = new Map<number, { resolve: (code: string) => void; reject: (error: Error) => void }>();
  let count = 0;
  port.on('message', (answer: Answer) => {
    const { resolve, reject } = waiting.get(answer.id)!;
    waiting.delete(answer.id);
    if (waiting.size === 0) port.unref();
    if ('error' in answer) reject(new SyntaxError(answer.error));
    else resolve(answer.code);
  });
  port.unref();
  return (file) =>
    new Promise((resolve, reject) => {
      count += 1;
      waiting.set(count, { resolve, reject });
      port.ref();
      port.postMessage({ id: count, file });
    });
}
