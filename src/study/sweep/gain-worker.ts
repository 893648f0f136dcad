import { useEngine } from '../../compute/index.js';
import { gainAblations } from '../gain/ablations.js';
import type { GainRecord } from '../gain/record.js';
import { gainRecorder } from '../gain/upkeep.js';
import { openPair } from '../pairs.js';
import type { ExpectedJob } from './gain.js';
import type { FromWorker, ToWorker } from './messages.js';

/** Seconds between signs of life. */
const PULSE = 5;
const stop = new AbortController();
const tell = (message: FromWorker<GainRecord>): void => void process.send!(message);

/** The pair, and what was made on it, is kept for the next job. */
let open: { readonly name: string; readonly make: Promise<ReturnType<typeof gainRecorder>> } | undefined;

const opened = async (name: string) => gainRecorder(await openPair(name), { signal: stop.signal });

async function record({ pair, ablation, ...o }: ExpectedJob): Promise<GainRecord> {
  if (open?.name !== pair) open = { name: pair, make: opened(pair) };
  const make = await open.make;
  return make(gainAblations.find(({ name }) => name === ablation)!, o);
}

async function work({ id, job, threads }: Extract<ToWorker<ExpectedJob>, { type: 'job' }>): Promise<void> {
  try {
    if (id === 1) useEngine({ threads });
    tell({ type: 'done', id, result: await record(job) });
  } catch (error) {
    const { name, message, stack } = error as Error;
    tell({ type: 'failed', id, error: { name, message, stack } });
  }
  if (stop.signal.aborted) process.exit();
}

let busy = false;
process.on('message', (message: ToWorker<ExpectedJob>) => {
  if (message.type === 'stop') {
    if (!busy) process.exit();
    return stop.abort();
  }
  busy = true;
  void work(message).finally(() => {
    busy = false;
  });
});
// Without the pool nobody would keep what is made.
process.on('disconnect', () => process.exit(1));
setInterval(() => tell({ type: 'alive' }), 1000 * PULSE).unref();
