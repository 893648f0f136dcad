import { Session } from 'node:inspector';
import { CLEAR_ASYNC_STACK } from '../user/interruptible.js';

const sleep = (ms: number): Promise<undefined> => new Promise((resolve) => setTimeout(resolve, ms, undefined));

interface Paused {
  params: { callFrames: { callFrameId: string; url: string }[] };
}

type Post = (method: string, parameters?: object) => Promise<unknown>;

/**
 * Empties Node's stack of async contexts. Where Node no longer gives the function for it (24), its own frames on the stack,
 * innermost first, leave the contexts that they entered, as they would when what they called had come back. (The
 * inspector tells no address of such a frame.)
 */
async function leaveAsyncContexts(post: Post, { params: { callFrames } }: Paused): Promise<void> {
  const evaluate = async (callFrameId: string, expression: string): Promise<unknown> => {
    const answer = await post('Debugger.evaluateOnCallFrame', { callFrameId, expression, silent: true });
    return (answer as { result?: { value?: unknown } } | undefined)?.result?.value;
  };
  const clear = `globalThis[Symbol.for(${JSON.stringify(CLEAR_ASYNC_STACK)})]()`;
  if ((await evaluate(callFrames[0]!.callFrameId, clear)) === true) return;
  const leave = 'typeof emitAfter === "function" && typeof asyncId === "number" && emitAfter(asyncId)';
  for (const { callFrameId, url } of callFrames)
    if (/^(node:internal\/.*)?$/.test(url)) await evaluate(callFrameId, leave);
}

/**
 * Ends the JavaScript that keeps the main thread busy: pauses it with the inspector, leaves Node's async contexts
 * (see user/interruptible.ts), and terminates what runs. The session's variables stay.
 */
export async function terminateMainThread(): Promise<void> {
  const session = new Session();
  session.connectToMainThread();
  const post: Post = (method, parameters) =>
    Promise.race([
      new Promise((resolve) => session.post(method, parameters, (error, result) => resolve(error ?? result))),
      sleep(300),
    ]);
  try {
    const paused = new Promise<Paused>((resolve) =>
      session.once('Debugger.paused', (event) => resolve(event as unknown as Paused)),
    );
    await post('Debugger.enable');
    await post('Debugger.pause');
    // In native code it cannot be paused; then there is nothing to end either.
    const stopped = await Promise.race([paused, sleep(300)]);
    if (!stopped?.params.callFrames.length) return;
    await leaveAsyncContexts(post, stopped);
    const terminated = post('Runtime.terminateExecution');
    await Promise.race([post('Debugger.resume'), sleep(20)]);
    await terminated;
    await sleep(20);
  } finally {
    session.disconnect();
  }
}
