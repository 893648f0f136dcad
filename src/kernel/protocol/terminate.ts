import { Session } from 'node:inspector';
import { ASYNC_CONTEXTS } from '../messages.js';

const sleep = (ms: number): Promise<undefined> => new Promise((resolve) => setTimeout(resolve, ms, undefined));

interface Property {
  name: string;
  value?: { objectId?: string };
}

// biome-ignore lint/suspicious/noExplicitAny: answers of V8's inspector, or its error, or none
type Post = (method: string, parameters?: object) => Promise<any>;

/** Leaves Node's async contexts, all of them. */
const LEAVE = `function (executionAsyncId) {
  for (let id = executionAsyncId(), n = 0; id !== 0 && n < 10_000; id = executionAsyncId(), n++) this(id);
}`;

/**
 * Leaves the async contexts that the running JavaScript has entered, as Node would when it had come back: with the function
 * `emitAfter`, which Node shows nobody, but V8 does, in the scope of `AsyncResource.runInAsyncScope`.
 */
async function leaveAsyncContexts(post: Post): Promise<void> {
  const parts = async (objectId: string | undefined): Promise<Property[]> => {
    const answer = await post('Runtime.getProperties', { objectId, ownProperties: true });
    return [...(answer?.internalProperties ?? []), ...(answer?.result ?? [])];
  };
  const id = (properties: readonly Property[], name: string): string | undefined =>
    properties.find((p) => p.name === name)?.value?.objectId;
  const expression = `globalThis[Symbol.for(${JSON.stringify(ASYNC_CONTEXTS)})]`;
  const known = await parts((await post('Runtime.evaluate', { expression }))?.result?.objectId);
  const scopes = await parts(id(await parts(id(known, '0')), '[[Scopes]]'));
  for (const { value } of scopes) {
    const objectId = id(await parts(value?.objectId), 'emitAfter');
    if (!objectId) continue;
    const given = [{ objectId: id(known, '1') }];
    await post('Runtime.callFunctionOn', { objectId, functionDeclaration: LEAVE, arguments: given, silent: true });
    return;
  }
}

/**
 * Ends the JavaScript that keeps the main thread busy: pauses it with the inspector, leaves Node's async contexts
 * (see user/interruptible.ts), and terminates what runs. The session's variables stay.
 */
export async function terminateMainThread(): Promise<void> {
  const session = new Session();
  session.connectToMainThread();
  const within =
    (ms: number): Post =>
    (method, parameters) =>
      Promise.race([
        new Promise((resolve) => session.post(method, parameters, (error, result) => resolve(error ?? result))),
        sleep(ms),
      ]);
  const post = within(300);
  try {
    const paused = new Promise<true>((resolve) => session.once('Debugger.paused', () => resolve(true)));
    await post('Debugger.enable');
    await post('Debugger.pause');
    // In native code it cannot be paused; then there is nothing to end either.
    if (!(await Promise.race([paused, sleep(300)]))) return;
    // It stands still, so it answers, be the machine ever so busy; a context that is not left would end the process.
    await leaveAsyncContexts(within(3000));
    const terminated = post('Runtime.terminateExecution');
    await Promise.race([post('Debugger.resume'), sleep(20)]);
    await terminated;
    await sleep(20);
  } finally {
    session.disconnect();
  }
}
