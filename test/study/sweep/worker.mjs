// @ts-nocheck: plain JavaScript, which Node runs as it is.
// A worker of the pool for its tests: does what its job says.
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';

let stop = () => process.exit();
const jobs = {
  echo: ({ value }) => ({ value, pid: process.pid }),
  throws: () => {
    throw new Error('no such pair');
  },
  /** Ends by itself as often as there is no file yet. */
  dies({ file }) {
    if (existsSync(file)) return { pid: process.pid };
    writeFileSync(file, '');
    process.kill(process.pid, 'SIGKILL');
    return new Promise(() => {});
  },
  poisoned: () => process.exit(3),
  hangs() {
    for (;;);
  },
  /** Until it is told to stop, which it writes down. */
  waits: ({ file }) =>
    new Promise((_, reject) => {
      appendFileSync(file, `${process.pid}\n`);
      stop = () => {
        appendFileSync(file, 'stopped\n');
        reject(new Error('stopped'));
        process.exit();
      };
    }),
};
process.on('message', async (message) => {
  if (message.type === 'stop') return stop();
  const { id, job, threads } = message;
  try {
    const result = await jobs[job.kind](job);
    process.send({ type: 'done', id, result: { ...result, threads } });
  } catch ({ name, message }) {
    process.send({ type: 'failed', id, error: { name, message } });
  }
});
process.on('disconnect', () => process.exit(1));
setInterval(() => process.send({ type: 'alive' }), 100).unref();
