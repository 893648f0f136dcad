import type { Runner } from './runner.js';

type Callback = (this: unknown, ...values: unknown[]) => unknown;
type Timer = (callback: Callback, ...rest: unknown[]) => unknown;

/**
 * What a timer's callback shows stands under the cell that set the timer, also when other cells have run since. Plain
 * wrappers: `AsyncLocalStorage` would follow awaits too, but its hooks do not outlive the end of a busy loop on Node 20.
 */
export function timersKeepTheirCell(runner: Runner): void {
  for (const name of ['setTimeout', 'setInterval', 'setImmediate'] as const) {
    const original = globalThis[name] as unknown as Timer;
    const wrapped: Timer = (callback, ...rest) => {
      if (typeof callback !== 'function') return original(callback, ...rest);
      const { parent } = runner;
      return original(
        function (this: unknown, ...values) {
          runner.aside(parent, () => callback.apply(this, values));
        },
        ...rest,
      );
    };
    // Its name, and how util.promisify makes a promise of it.
    Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(original));
    Object.defineProperty(globalThis, name, { value: wrapped, writable: true, configurable: true, enumerable: true });
  }
}
