import { Session } from 'node:inspector';

/** How long the main thread may take to answer: in native code it does not. */
const PATIENCE_MS = 5000;

// biome-ignore lint/suspicious/noExplicitAny: answers of V8's inspector, of which each caller knows its own
type Answer = any;

/**
 * V8's inspector on the main thread, used from the worker: it answers while that thread stands at a breakpoint, and in the midst
 * of a busy loop.
 */
export class Inspector {
  private readonly session = new Session();

  constructor() {
    this.session.connectToMainThread();
  }

  /** @throws Error with what V8 says, or that the main thread does not answer */
  post(method: string, parameters: object = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error('the cells’ thread does not answer: it is in native code, or waits for input')),
        PATIENCE_MS,
      );
      this.session.post(method, parameters, (error, result) => {
        clearTimeout(timer);
        if (error) reject(new Error(error.message));
        else resolve(result);
      });
    });
  }

  on(event: string, listener: (parameters: Answer) => void): void {
    this.session.on(event, ({ params }: { params: Answer }) => listener(params));
  }

  close(): void {
    this.session.disconnect();
  }
}
