import { loadavg } from 'node:os';
import { conformance } from './conformance.js';
import { CHECKS, check } from './faults.js';
import { KERNELS, type KernelUnderTest } from './kernels.js';
import { type Measures, measure } from './measure.js';

interface Column {
  kernel: KernelUnderTest;
  measures: Measures;
  checks: Record<string, boolean>;
  conformance: string;
}

const seconds = (value: number | undefined): string => (value === undefined ? 'none' : `${value.toPrecision(2)} s`);
const milliseconds = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? 'none' : `${(1000 * value).toPrecision(2)} ms`;
const megabytes = (value: number | undefined): string => (value === undefined ? '?' : `${value} MB`);

const rows = (cells: number): [string, (column: Column) => string][] => [
  ['first result after start (median of 5)', ({ measures: m }) => seconds(m.firstResult)],
  [`a cell (median of ${cells})`, ({ measures: m }) => milliseconds(m.cell)],
  ['the cell that loads a library (arquero)', ({ measures: m }) => seconds(m.firstLibrary)],
  ['a cell with it', ({ measures: m }) => milliseconds(m.libraryCell)],
  ['completion', ({ measures: m }) => milliseconds(m.completion)],
  ['completion while a cell computes', ({ measures: m }) => milliseconds(m.completionBusy)],
  ['memory, idle', ({ measures: m }) => megabytes(m.idleMB)],
  [`memory after ${cells} cells`, ({ measures: m }) => megabytes(m.afterMB)],
  ['jupyter_kernel_test', (column) => column.conformance],
  ...CHECKS.map(({ what }): [string, (column: Column) => string] => [
    what,
    ({ checks }) => (checks[what] ? 'yes' : 'no'),
  ]),
];

/** Measures kernels one after the other; answers with a Markdown table. */
export async function beside(names: readonly string[], cells: number): Promise<string> {
  const columns: Column[] = [];
  for (const name of names) {
    const kernel = KERNELS[name]!();
    columns.push({
      kernel,
      measures: await measure(kernel, cells),
      checks: await check(kernel),
      conformance: conformance(kernel),
    });
  }
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(['', ...columns.map(({ kernel }) => kernel.name)]),
    line(['', ...columns].map(() => '---')),
    ...rows(cells).map(([what, of]) => line([what, ...columns.map(of)])),
    '',
    `Node ${process.version}, load average at the end ${loadavg()[0]!.toFixed(1)}`,
  ].join('\n');
}
