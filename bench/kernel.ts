/**
 * The kernel's figures, on a machine at rest, after a build: `node bench/run.mjs kernel [cells]`.
 * Prints one JSON object: seconds to the first result (median of 5 starts), medians a cell, interrupts, resident
 * memory in MB (Linux).
 *
 * `node bench/run.mjs kernel beside [cells]`: the same questions to this kernel, tslab and Deno's, as a Markdown table;
 * Deno comes from npm (Linux on x64 with glibc alone) and lies in .cache/anchors.
 * `node bench/run.mjs kernel processor [cells]`: the processor time of a start and a cell, of all threads, for busy machines (Linux).
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildKernel, root } from '../src/kernel/test/build.js';
import { Client } from '../src/kernel/test/client.js';
import { beside } from './kernel/beside.js';
import { processor } from './kernel/processor.js';

const [command, ...rest] = process.argv.slice(3);
const cells = Number((command === 'beside' || command === 'processor' ? rest[0] : command) ?? 1000);
const cwd = join(root, 'notebooks');
mkdirSync(cwd, { recursive: true });
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
const round = (value: number): number => Number(value.toPrecision(3));

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}

function residentMB(client: Client): number | undefined {
  const file = `/proc/${client.process.pid}/status`;
  if (!existsSync(file)) return undefined;
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(file, 'utf8'))![1]) / 1024);
}

async function interruptSeconds(client: Client, code: string): Promise<number> {
  const id = client.submit(`console.log("begun");\n${code}`);
  await client.until(() => client.outputsOf(id).length > 1);
  await pause(100);
  return timed(async () => {
    client.send('control', 'interrupt_request', {});
    await client.outcome(id);
  });
}

/** From the start of the process to the result of the first cell. */
async function firstResults(times: number): Promise<number[]> {
  const seconds: number[] = [];
  for (let i = 0; i < times; i++) {
    let client!: Client;
    seconds.push(
      await timed(async () => {
        client = await Client.start({ cwd });
        await client.value('1 + 1');
      }),
    );
    await client.stop();
  }
  return seconds;
}

async function main(): Promise<void> {
  buildKernel();
  const firstResult = median(await firstResults(5));
  let client = await Client.start({ cwd });
  const cell = (i: number): string =>
    `const n = ${i}; class C { value = n; }\nfunction f() { return new C().value; }\nf()`;
  const times: number[] = [];
  const memory: (number | undefined)[] = [];
  for (let i = 0; i < cells; i++) {
    times.push(await timed(() => client.value(cell(i))));
    client.iopubLog.length = 0;
    if ((i + 1) % Math.ceil(cells / 4) === 0) {
      await pause(4000);
      memory.push(residentMB(client));
    }
  }
  const library = 'new Function("const end = Date.now() + 9000; while (Date.now() < end);")();';
  const interrupts = {
    asyncLoop: await interruptSeconds(client, 'for (;;) await new Promise((r) => setTimeout(r, 10));'),
    busyLoop: await interruptSeconds(client, 'for (;;);'),
    busyAfterAwait: await interruptSeconds(client, 'await null; for (;;);'),
    busyInLibrary: await interruptSeconds(client, library),
  };
  await client.stop();

  client = await Client.start({ cwd });
  const importPsqe = await timed(() => client.value("import * as psqe from 'psqe'; typeof psqe.psqe"));
  await pause(6000);
  const idleWithPsqe = residentMB(client);
  const withPsqe: number[] = [];
  for (let i = 0; i < 20; i++)
    withPsqe.push(await timed(() => client.value(`const r${i} = psqe.random(${i}); typeof r${i}`)));
  await client.stop();

  const seconds = {
    firstResult,
    importPsqe,
    cell: median(times),
    slowestCell: Math.max(...times),
    cellWithPsqe: median(withPsqe),
  };
  const rounded = (o: Record<string, number>): object =>
    Object.fromEntries(Object.entries(o).map(([k, v]) => [k, round(v)]));
  console.log(
    JSON.stringify(
      {
        node: process.version,
        cells,
        seconds: rounded(seconds),
        interruptSeconds: rounded(interrupts),
        residentMB: { byQuarter: memory, idleWithPsqe },
      },
      undefined,
      2,
    ),
  );
}

if (command === 'beside') console.log(await beside(['ours', 'tslab', 'deno'], cells));
else if (command === 'processor') console.log(JSON.stringify(await processor(['ours', 'tslab', 'deno'], cells)));
else await main();
