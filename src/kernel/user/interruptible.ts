/** What the worker evaluates in the paused main thread, before it ends a busy loop there. */
export const CLEAR_ASYNC_STACK = 'typescript-kernel.clear';

/**
 * Ending a busy loop from outside leaves Node's stack of async contexts unbalanced, and Node ends the process when
 * it notices (always, once `AsyncLocalStorage` or an async hook is in use). So the stack is emptied first, with the
 * function that Node itself uses after an uncaught exception. Node 24 has it no more: protocol/terminate.ts then has
 * another way.
 */
export function allowTermination(): void {
  const warn = process.emitWarning;
  let clear: (() => void) | undefined;
  try {
    process.emitWarning = () => {}; // process.binding is deprecated, and this is its one use
    const binding = (process as unknown as { binding(name: string): { clearAsyncIdStack?: () => void } }).binding(
      'async_wrap',
    );
    clear = binding.clearAsyncIdStack?.bind(binding);
  } catch {
    clear = undefined;
  } finally {
    process.emitWarning = warn;
  }
  Object.defineProperty(globalThis, Symbol.for(CLEAR_ASYNC_STACK), {
    /** Whether the stack could be emptied. */
    value: () => {
      clear?.();
      return clear !== undefined;
    },
  });
}
