import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DataError, InputError, packageRoot, writeFile } from '../../base/index.js';
import { openPair } from '../pairs.js';
import { gainOptions, gainRequest } from './ask.js';
import type { GainPair } from './run.js';
import { gainCells, gainHead, markdownTable, percent, points, storedTable } from './stored-table.js';
import type { GainRow } from './table.js';

type TableOf = (args: string) => Promise<GainRow[]>;

/**
 * Writes the gain study's tables anew from the records: in docs/gain.md each below the command that prints it, in the README
 * each row by the arguments in its last column. @returns the files
 */
export async function writeGainDocs(root: string = packageRoot()): Promise<string[]> {
  const [docs, readme] = [join(root, 'docs', 'gain.md'), join(root, 'README.md')];
  const missing = [docs, readme].find((path) => !existsSync(path));
  if (missing) throw new InputError('is not here', missing, 'Only a clone of the repository has the documentation');
  const tableOf = storedTables();
  writeFile(docs, await withTables(readFileSync(docs, 'utf8'), tableOf));
  writeFile(readme, await withSummaries(readFileSync(readme, 'utf8'), tableOf));
  return [docs, readme];
}

/** Tables by their arguments as text; a pair is opened once. */
function storedTables(): TableOf {
  const pairs = new Map<string, Promise<GainPair>>();
  const options = Object.fromEntries(
    Object.keys(gainOptions.fields).map((name) => [name, { type: 'string' as const }]),
  );
  return async (args) => {
    const request = gainRequest(parseArgs({ args: args.trim().split(/\s+/), options }).values);
    if (!pairs.has(request.pair)) pairs.set(request.pair, openPair(request.pair));
    return storedTable(await pairs.get(request.pair)!, request);
  };
}

/** The text with every table below a line that is nothing but its command. */
async function withTables(text: string, tableOf: TableOf): Promise<string> {
  const parts = text.split(/^(`npx psqe study table gain .*`)\n\n(?:\|.*\n)*/m);
  for (const [i, part] of parts.entries()) {
    const command = /^`npx psqe study table gain (.*)`$/.exec(part);
    if (!command) continue;
    const table = markdownTable(gainHead, (await tableOf(command[1]!)).map(gainCells));
    // A command that had no table yet is followed by text at once.
    const gap = parts[i + 1]?.startsWith('\n') ? '' : '\n';
    parts[i] = `${part}\n\n${table.map((line) => `${line}\n`).join('')}${gap}`;
  }
  return parts.join('');
}

/** README's rows: data, aligner, runs, pivots, PSQE, PSQE less the best pivot, arguments. */
async function withSummaries(text: string, tableOf: TableOf): Promise<string> {
  const lines = text.split('\n');
  for (const [i, line] of lines.entries()) {
    const row = /^\| ([^|]+) \| ([^|]+) \|.*\| `(--pair [^`]*)` \|$/.exec(line);
    if (row) lines[i] = `| ${[row[1], row[2], ...summary(await tableOf(row[3]!)), `\`${row[3]}\``].join(' | ')} |`;
  }
  return lines.join('\n');
}

function summary(rows: readonly GainRow[]): string[] {
  const [psqe, ...pivots] = ['psqe', 'pivot', 'pivot-csls', 'pivot-csls-n'].map((name) => {
    const row = rows.find((r) => r.ablation === name);
    if (!row) throw new DataError(`no runs of "${name}" yet`, 'study docs', 'Run them: npx psqe study run gain');
    return row;
  });
  const hits = (row: GainRow) => row.effects.all!.hits1.mean;
  const best = pivots.reduce((a, b) => (hits(b) > hits(a) ? b : a));
  return [
    String(psqe!.runs),
    ...pivots.map((row) => percent(hits(row))),
    `**${percent(hits(psqe!))}**`,
    points(best.effects.all!.effect!, -1),
  ];
}
