import { readFileSync } from 'node:fs';
import { test } from 'vitest';
import { Client } from './client.js';

test('x', async () => {
  const t0 = performance.now();
  const kernel = await Client.start({ cwd: process.cwd() + '/notebooks' });
  console.log('ready', performance.now() - t0);
  const run = async (c: string) => {
    const t = performance.now();
    const o = await kernel.execute(c, {}, 60000);
    console.log(
      c.slice(0, 60),
      Math.round(performance.now() - t),
      'ms',
      o.reply.status,
      o.reply.traceback?.join('\n') ?? JSON.stringify(o.of('execute_result')[0]?.data?.['text/plain'])?.slice(0, 300),
      readFileSync(`/proc/${kernel.process.pid}/status`, 'utf8').match(/VmRSS.*/)![0],
    );
  };
  await run('1+1');
  await run('1+2');
  await run("import * as psqe from 'psqe'; Object.keys(psqe).length");
  await run("const ds = psqe.openTask('emoji'); ds.task.name");
  await run('ds.task.left.entityCount');
  await run('psqe.engineInfo()');
  await run("import { tf } from 'psqe'; 1");
  await new Promise((r) => setTimeout(r, 5000));
  await run('1');
  for (let i = 0; i < 4; i++) await run(`const s${i} = ds.task.right.entityCount + ${i}`);
  await kernel.stop();
}, 600000);
