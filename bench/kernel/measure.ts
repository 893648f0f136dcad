import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../src/kernel/test/build.js';
import { Client, type Content } from '../../src/kernel/test/client.js';
import type { KernelUnderTest } from './kernels.js';

const notebooks = join(root, 'notebooks');
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
export const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}

export const start = ({ command, env, cwd = notebooks }: KernelUnderTest): Promise<Client> =>
  Client.start({ command, env, cwd });

/** All that a cell shows, as text: results, and what is printed (tslab prints its results). */
export const textOf = (client: Client, id: string): string =>
  client
    .outputsOf(id)
    .map(({ content }) => content as Content)
    .map(({ text, data, evalue }) => text ?? data?.['text/plain'] ?? evalue ?? '')
    .join('');

/** Runs a cell until it shows `wanted`, which Deno sends behind its reply. */
export async function shows(client: Client, code: string, wanted: string, ms = 60_000): Promise<void> {
  const id = client.submit(code);
  await client.until(() => textOf(client, id).includes(wanted), ms);
  await client.outcome(id, ms);
}

/** Resident memory of a process and its children, in MB (Linux). */
export function residentMB(pid: number): number | undefined {
  const status = (of: string): string => readFileSync(`/proc/${of}/status`, 'utf8');
  if (!existsSync(`/proc/${pid}/status`)) return undefined;
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
    try {
      parents.set(Number(entry), Number(/PPid:\s+(\d+)/.exec(status(entry))![1]));
    } catch {
      // It has ended meanwhile.
    }
  const family = (id: number): number[] => [
    id,
    ...[...parents].filter(([, p]) => p === id).flatMap(([c]) => family(c)),
  ];
  const bytes = family(pid).map((id) => Number(/VmRSS:\s+(\d+)/.exec(status(String(id)))?.[1] ?? 0));
  return Math.round(bytes.reduce((a, b) => a + b, 0) / 1024);
}

/** From the start of the process to the result of the first cell, in seconds. */
async function firstResult(kernel: KernelUnderTest): Promise<number> {
  let client: Client | undefined;
  const seconds = await timed(async () => {
    client = await start(kernel);
    await shows(client, '40 + 2', '42');
  });
  await client!.stop();
  return seconds;
}

export interface Measures {
  /** Seconds. */
  firstResult: number;
  cell: number;
  firstLibrary: number;
  libraryCell: number;
  completion: number;
  completionBusy: number | undefined;
  /** Megabytes. */
  idleMB: number | undefined;
  afterMB: number | undefined;
}

/** Completes a member of a name of an earlier cell; undefined when it is not among the matches, or does not come. */
async function completion(client: Client, within = 5000): Promise<number | undefined> {
  let found = false;
  const seconds = await timed(async () => {
    const reply = await client
      .request('complete_request', { code: 'seeds.len', cursor_pos: 9 }, 'shell', within)
      .catch(() => ({ matches: [] }));
    found = reply.matches.some((match: string) => match.includes('length'));
  });
  return found ? seconds : undefined;
}

async function medianCompletion(client: Client): Promise<number> {
  const seconds: number[] = [];
  for (let i = 0; i < 20; i++) seconds.push((await completion(client)) ?? Number.NaN);
  return median(seconds);
}

/** Completion while a cell computes for three seconds; the client waits for half of it. */
async function busyCompletion(client: Client): Promise<number | undefined> {
  const id = client.submit('{ const until = Date.now() + 3000; while (Date.now() < until); }');
  await pause(300);
  const seconds = await completion(client, 1500);
  await client.outcome(id);
  return seconds;
}

/** Cells that declare the same names anew; the median of their seconds. */
async function manyCells(client: Client, count: number): Promise<number> {
  const seconds: number[] = [];
  for (let i = 0; i < count; i++) {
    const code = `let n = ${i}; class C { value = n; }\nfunction f() { return new C().value; }\nf() + 0.5`;
    seconds.push(await timed(() => shows(client, code, `${i + 0.5}`)));
    client.iopubLog.length = 0;
  }
  return median(seconds);
}

/** Time and memory of one kernel. */
export async function measure(kernel: KernelUnderTest, cells: number): Promise<Measures> {
  const starts: number[] = [];
  for (let i = 0; i < 5; i++) starts.push(await firstResult(kernel));
  const client = await start(kernel);
  await shows(client, 'const seeds = [0.74, 0.19]; seeds.length', '2');
  await pause(5000);
  const idleMB = residentMB(client.process.pid!);
  const completed = await medianCompletion(client);
  const completionBusy = await busyCompletion(client);
  const cell = await manyCells(client, cells);
  await pause(5000);
  const afterMB = residentMB(client.process.pid!);
  const firstLibrary = await timed(() => shows(client, kernel.library, '2'));
  const library: number[] = [];
  for (let i = 0; i < 20; i++)
    library.push(await timed(() => shows(client, `aq.table({ a: [${i}, 2] }).numRows() + ${i}`, `${i + 2}`)));
  await client.stop();
  return {
    firstResult: median(starts),
    cell,
    firstLibrary,
    libraryCell: median(library),
    completion: completed,
    completionBusy,
    idleMB,
    afterMB,
  };
}
