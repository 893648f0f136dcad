import { type Random, random } from '../../src/compute/index.js';
import { Client } from '../../src/kernel/test/client.js';
import { type Action, actions, patience } from './kernel-actions.js';

/** What became of a kernel under attack. */
export interface KernelResults {
  /** Times that a kernel was started: at first, and where a restart was drawn. */
  starts: number;
  /** Actions by name: how often, and how often the kernel did not answer as it should, then or afterwards. */
  readonly actions: Record<string, { tried: number; wrong: number }>;
  /** Resident memory, MB, at equal distances; low again where a new kernel had just started. */
  readonly memory: number[];
  readonly wrong: string[];
}

const limit = <T>(what: Promise<T>): Promise<T> =>
  Promise.race([
    what,
    new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error(`no answer in ${patience / 1000} s`)), patience).unref();
    }),
  ]);

/**
 * Does one drawn thing after the other to a kernel. After each a cell counts one on, so that an action is survived only where
 * the kernel answers, and still knows what it knew.
 * @param o.restartEvery so many actions there is a new kernel, asked for as Jupyter does
 */
export async function attackKernel(o: {
  readonly n: number;
  readonly seed: number;
  readonly restartEvery?: number;
  readonly only?: string;
  readonly tell?: (done: number, results: KernelResults) => void;
}): Promise<KernelResults> {
  const draw = random(o.seed).fork('kernel');
  const names = Object.keys(actions).filter((name) => o.only === undefined || name === o.only);
  const results: KernelResults = {
    starts: 1,
    actions: Object.fromEntries(names.map((name) => [name, { tried: 0, wrong: 0 }])),
    memory: [],
    wrong: [],
  };
  let kernel = await started();
  let counted = 0;
  const every = Math.max(1, Math.floor(o.n / 20));
  try {
    for (let done = 1; done <= o.n; done++) {
      if (o.restartEvery && done % o.restartEvery === 0 && done < o.n) {
        await kernel.request('shutdown_request', { restart: true }, 'control', patience);
        await kernel.stop();
        [kernel, counted] = [await started(), 0];
        results.starts++;
      }
      const name = names[draw.integer(names.length)]!;
      const row = results.actions[name]!;
      row.tried++;
      const wrong = await tryOne(kernel, actions[name]!, draw, ++counted);
      if (wrong !== undefined) {
        row.wrong++;
        results.wrong.push(`${done}, ${name}: ${wrong}`);
        await kernel.stop();
        [kernel, counted] = [await started(), 0];
      }
      if (done % every === 0) results.memory.push(await residentMB(kernel));
      o.tell?.(done, results);
    }
  } finally {
    await kernel.stop();
  }
  return results;
}

async function started(): Promise<Client> {
  const kernel = await Client.start();
  await kernel.value('let counted = 0;');
  return kernel;
}

async function tryOne(kernel: Client, action: Action, draw: Random, expected: number): Promise<string | undefined> {
  try {
    const wrong = await limit(action(kernel, draw));
    const { reply, of } = await limit(kernel.execute('counted += 1', {}, patience));
    kernel.iopubLog.length = 0;
    const text = of('execute_result')[0]?.data['text/plain'];
    if (wrong !== undefined) return wrong;
    return text === String(expected) ? undefined : `${reply.status}: counted ${text}, not ${expected}`;
  } catch (error) {
    return kernel.exit
      ? `the kernel ended: ${JSON.stringify(kernel.exit)} ${kernel.stderr.slice(-300)}`
      : String(error);
  }
}

async function residentMB(kernel: Client): Promise<number> {
  return Math.round(Number(await kernel.value('process.memoryUsage.rss() / 1e6')));
}
