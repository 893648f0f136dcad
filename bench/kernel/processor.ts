import { readdirSync, readFileSync } from 'node:fs';
import type { Client } from '../../src/kernel/test/client.js';
import { KERNELS } from './kernels.js';
import { median, shows, start } from './measure.js';

const read = (file: string): string => readFileSync(file, 'utf8');

/** A process and those that it started (Linux). */
function family(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean);
  return [pid, ...children.map(Number).flatMap(family)];
}

/** Milliseconds of processor time of a kernel, of all its threads. */
const processorMs = (pid: number): number =>
  family(pid)
    .flatMap((each) => readdirSync(`/proc/${each}/task`).map((thread) => `/proc/${each}/task/${thread}/schedstat`))
    .reduce((sum, file) => sum + Number(read(file).split(' ')[0]) / 1e6, 0);

async function ofStart(name: string): Promise<number> {
  const client = await start(KERNELS[name]!());
  await shows(client, '40 + 2', '42');
  const used = processorMs(client.process.pid!);
  await client.stop();
  return used;
}

async function ofCells(client: Client, cells: number): Promise<number> {
  const before = processorMs(client.process.pid!);
  for (let i = 0; i < cells; i++) {
    const code = `let n = ${i}; class C { value = n; }\nfunction f() { return new C().value; }\nf() + 0.5`;
    await shows(client, code, `${i + 0.5}`);
    client.iopubLog.length = 0;
  }
  return (processorMs(client.process.pid!) - before) / cells;
}

/** Processor time of a start (median of 5) and of a cell: other work on the machine moves it far less than it moves seconds. */
export async function processor(names: readonly string[], cells: number): Promise<object> {
  const out: Record<string, object> = {};
  for (const name of names) {
    const starts = [];
    for (let i = 0; i < 5; i++) starts.push(await ofStart(name));
    const client = await start(KERNELS[name]!());
    await shows(client, 'const seeds = [0.74, 0.19]; seeds.length', '2');
    const cell = await ofCells(client, cells);
    await client.stop();
    out[name] = { startMs: Math.round(median(starts)), cellMs: Number(cell.toPrecision(3)) };
  }
  return out;
}
