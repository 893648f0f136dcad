import { AsyncResource, executionAsyncId } from 'node:async_hooks';
import { ASYNC_CONTEXTS } from '../messages.js';

/**
 * Ending a busy loop from outside leaves Node's stack of async contexts unbalanced, and Node ends the process when it notices (always,
 * once `AsyncLocalStorage` or an async hook is in use). So the worker leaves these contexts first (protocol/terminate.ts), with the function
 * that Node itself calls when a callback has come back; it is reached through the scope of one that uses it.
 */
export function allowTermination(): void {
  const known = [AsyncResource.prototype.runInAsyncScope, executionAsyncId];
  Object.defineProperty(globalThis, Symbol.for(ASYNC_CONTEXTS), { value: known });
}
