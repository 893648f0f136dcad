import { InputError, writeFile } from '../base/index.js';
import { type AlignmentTask, checkSeeds, type Links, type SeedSet } from '../graph/index.js';
import { type Line, tabLines } from './lines.js';
import { readBytes, type Source } from './source.js';

/** Who has which id, on both sides. */
interface Sides {
  left(id: string): number | undefined;
  right(id: string): number | undefined;
}

const sidesOf = (task: AlignmentTask): Sides => ({
  left: (id) => task.left.row(id),
  right: (id) => task.right.row(id),
});

/**
 * Reads links, one a line: left id, right id (ids as in the graphs' files); score and weight after them are left unread.
 * @throws {InputError} with `file:line` for a malformed line, an unknown id, or an entity linked twice
 */
export function readLinks(path: string, task: AlignmentTask): Links {
  return parsePairs(readBytes(path), path, sidesOf(task)).links;
}

/** The folder's own links, by the rows of its files. */
export function sourceLinks(source: Source, name: string, sides: Sides): Links {
  return parsePairs(source.bytes(name), source.path(name), sides).links;
}

/**
 * Reads seeds, one a line in the order given: left id, right id, score. Where the score is left out, the order ranks:
 * pair i of n scores 1 − i/n. A weight after the scores, on all lines or on none, is the pair's in an aligner's loss.
 * @throws {InputError} with `file:line` for a malformed line, an unknown id, or an entity in two pairs
 */
export function readSeeds(path: string, task: AlignmentTask): SeedSet {
  const { links, scores, weights } = parsePairs(readBytes(path), path, sidesOf(task));
  const count = links.left.length;
  const without = weights.indexOf(undefined);
  if (without >= 0 && weights.some((weight) => weight !== undefined))
    throw new InputError('has no weight', `${path}:${without + 1}`, 'Give all pairs a weight, or none');
  const seeds = {
    ...links,
    score: Float32Array.from(scores, (score, i) => score ?? 1 - i / count),
    ...(without < 0 && { weight: Float32Array.from(weights as number[]) }),
  };
  checkSeeds(seeds, task, path);
  return seeds;
}

/** Writes seeds as {@link readSeeds} reads them, whole or not at all; scores and weights survive the round trip exactly. */
export function writeSeeds(path: string, seeds: SeedSet, task: AlignmentTask): void {
  writeFile(path, seedLines(seeds, task));
}

/** The text of a file of seeds. */
export function seedLines(seeds: SeedSet, task: AlignmentTask): string {
  checkSeeds(seeds, task);
  const lines = Array.from(seeds.left, (left, i) => {
    const numbers = [seeds.score, ...(seeds.weight ? [seeds.weight] : [])].map((n) => Number(n[i]!.toPrecision(9)));
    return `${[task.left.ids[left], task.right.ids[seeds.right[i]!], ...numbers].join('\t')}\n`;
  });
  return lines.join('');
}

function parsePairs(bytes: Uint8Array, path: string, sides: Sides) {
  const columns = { left: [] as number[], right: [] as number[] };
  const seen = { left: new Map<number, string>(), right: new Map<number, string>() };
  const scores: (number | undefined)[] = [];
  const weights: (number | undefined)[] = [];
  for (const line of tabLines(bytes, path, ['left id', 'right id', 'score?', 'weight?'])) {
    for (const [i, side] of (['left', 'right'] as const).entries()) {
      const row = rowOf(line.fields[i]!, side, sides, line);
      const before = seen[side].get(row);
      if (before)
        throw new InputError(
          `${side} entity ${line.fields[i]} is in two pairs`,
          line.at(),
          `The first is at ${before}`,
        );
      seen[side].set(row, line.at());
      columns[side].push(row);
    }
    scores.push(numberOf(line, 2, 'score'));
    weights.push(numberOf(line, 3, 'weight'));
  }
  if (scores.length === 0) throw new InputError('has no pairs', path, 'Give at least one line: left id, right id');
  return { links: { left: Int32Array.from(columns.left), right: Int32Array.from(columns.right) }, scores, weights };
}

function rowOf(id: string, side: 'left' | 'right', sides: Sides, line: Line): number {
  const row = sides[side](id);
  if (row !== undefined) return row;
  const swapped = sides[side === 'left' ? 'right' : 'left'](id) !== undefined;
  throw new InputError(
    `the ${side} graph has no entity ${id}`,
    line.at(),
    swapped ? 'It is in the other graph: columns are left id, right id' : 'Ids are those of ent_ids_1 and ent_ids_2',
  );
}

function numberOf(line: Line, column: number, what: string): number | undefined {
  const text = line.fields[column];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new InputError(`${what} "${text}" is not a number`, line.at(), 'Leave the column out or give numbers');
  return value;
}
