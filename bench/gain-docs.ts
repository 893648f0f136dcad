/**
 * Writes the gain study's tables anew from the records: in docs/gain.md each below the command that prints it, in the README
 * each row by the arguments in its last column.
 *
 *     node bench/run.mjs gain-docs
 */
import { readFileSync } from 'node:fs';
import { writeFile } from '../src/base/index.js';
import { type GainPair, type GainRow, gainMarks } from '../src/experiments/index.js';
import { cellsOf, gainArguments, head, markdown, openPair, percent, points, storedTable } from './gain-table.js';

const pairs = new Map<string, Promise<GainPair>>();

async function tableOf(args: string): Promise<GainRow[]> {
  const given = gainArguments(args.trim().split(/\s+/));
  if (!pairs.has(given.pair)) pairs.set(given.pair, openPair(given.pair));
  return storedTable(await pairs.get(given.pair)!, given);
}

/** Every table below a line that is nothing but its command. */
async function updateDocs(path: string): Promise<void> {
  const parts = readFileSync(path, 'utf8').split(/^(`node bench\/run\.mjs gain .* --table`)\n\n(?:\|.*\n)*/m);
  for (const [i, part] of parts.entries()) {
    const command = /^`node bench\/run\.mjs gain (.*) --table`$/.exec(part);
    if (!command) continue;
    const table = markdown(head, (await tableOf(command[1]!)).map(cellsOf));
    // A command that had no table yet is followed by text at once.
    const gap = parts[i + 1]?.startsWith('\n') ? '' : '\n';
    parts[i] = `${part}\n\n${table.map((line) => `${line}\n`).join('')}${gap}`;
  }
  writeFile(path, parts.join(''));
}

/** README's rows: data, aligner, runs, pivots, PSQE, PSQE less the best pivot, arguments. */
async function updateReadme(path: string): Promise<void> {
  const lines = readFileSync(path, 'utf8').split('\n');
  for (const [i, line] of lines.entries()) {
    const row = /^\| ([^|]+) \| ([^|]+) \|.*\| `(--pair [^`]*)` \|$/.exec(line);
    if (row) lines[i] = `| ${[row[1], row[2], ...summary(await tableOf(row[3]!)), `\`${row[3]}\``].join(' | ')} |`;
  }
  writeFile(path, lines.join('\n'));
}

function summary(rows: readonly GainRow[]): string[] {
  const [psqe, ...pivots] = ['psqe', 'pivot', 'pivot-csls', 'pivot-csls-n'].map((name) => {
    const row = rows.find((r) => r.variant === name);
    if (!row) throw new Error(`no runs of "${name}" yet`);
    return row;
  });
  const all = [psqe!, ...pivots].map((row) => row.mark).join('');
  const marks = Object.keys(gainMarks)
    .filter((sign) => all.includes(sign))
    .join('');
  const hits = (row: GainRow) => row.effects.all!.hits1.mean;
  const best = pivots.reduce((a, b) => (hits(b) > hits(a) ? b : a));
  return [
    [psqe!.runs, marks].filter((each) => each !== '').join(' '),
    ...pivots.map((row) => percent(hits(row))),
    `**${percent(hits(psqe!))}**`,
    points(best.effects.all!.effect!, -1),
  ];
}

await updateDocs('docs/gain.md');
await updateReadme('README.md');
