import { Session } from 'node:inspector';
import { CLEAR_ASYNC_STACK } from '../user/interruptible.js';

const sleep = (ms: number): Promise<undefined> => new Promise((resolve) => setTimeout(resolve, ms, undefined));

interface Paused {
  params: { callFrames: { callFrameId: string }[] };
}

/**
 * Ends the JavaScript that keeps the main thread busy: pauses it with the inspector, empties Node's stack of async
 * contexts (see user/interruptible.ts), and terminates what runs. The session's variables stay.
 */
export async function terminateMainThread(): Promise<void> {
  const session = new Session();
  session.connectToMainThread();
  const post = (method: string, parameters?: object): Promise<unknown> =>
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
    const frame = stopped?.params.callFrames[0];
    if (!frame) return;
    const expression = `globalThis[Symbol.for(${JSON.stringify(CLEAR_ASYNC_STACK)})]()`;
    await post('Debugger.evaluateOnCallFrame', { callFrameId: frame.callFrameId, expression });
    const terminated = post('Runtime.terminateExecution');
    await Promise.race([post('Debugger.resume'), sleep(20)]);
    await terminated;
    await sleep(20);
  } finally {
    session.disconnect();
  }
}
