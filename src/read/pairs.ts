import { InputError, readFile, writeFile } from '../base/index.js';
import { type AlignmentTask, checkSeeds, type Links, type MultimodalGraph, type SeedSet } from '../graph/index.js';
import type { RawPairs } from './links/pair-list.js';
import { evaluationLinks, rawLinks } from './links/read-links.js';
import { type FindRow, findIn, linksOf } from './raw.js';

/** Finds a graph's row by an id; whole numbers may have zeros before them, as in the graphs' own files. */
const rowIn =
  (graph: MultimodalGraph): FindRow =>
  (id) =>
    graph.row(id) ?? (/^0+\d+$/.test(id) ? graph.row(id.replace(/^0+(?=\d)/, '')) : undefined);

/**
 * Reads links from a file of any format of links (docs/data.md): left id, right id (ids as in the graphs' files); a score
 * and a weight are left unread.
 * @throws {InputError} with `file:line` for a malformed line, an unknown id, or an entity linked twice
 */
export function readLinks(path: string, task: AlignmentTask): Links {
  return rowsOf(rawLinks(readFile(path), path), task);
}

/** What is known of some pairs. */
export interface Decisions {
  /** Pairs that are the same thing, one to one; null: none. */
  readonly same: Links | null;
  /** Pairs that are not; null: none. */
  readonly different: Links | null;
}

/**
 * Reads what is known of pairs, from a file of any format of links: pairs that are the same, and in a table with a column
 * `decision` (`same`, `different`), as a review page saves it, those that are not.
 * @throws {InputError} as {@link readLinks}, for another decision, and for a pair that is said to be both
 */
export function readDecisions(path: string, task: AlignmentTask): Decisions {
  const raw = rawLinks(readFile(path), path);
  const different = raw.different ? pairRows(raw.different, task) : null;
  const same = raw.left.length > 0 || !different ? rowsOf(raw, task) : null;
  const partner = new Map(Array.from(same?.left ?? [], (l, i) => [l, same!.right[i]!]));
  different?.left.forEach((l, i) => {
    if (partner.get(l) === different.right[i])
      throw new InputError('the pair is said to be the same, too', raw.different!.at(i), 'Keep one of the lines');
  });
  return { same, different };
}

/**
 * Reads links that are for evaluation alone, from a file of any format of links: what is unknown or linked twice is left
 * out, and said in the notes, as is a file that cannot be understood.
 * @returns the links, undefined when none is left
 * @throws {InputError} when there is no such file
 */
export function readTestLinks(
  path: string,
  task: AlignmentTask,
): { links: Links | undefined; notes: readonly string[] } {
  const bytes = readFile(path);
  const notes: string[] = [];
  const raw = evaluationLinks(bytes, path, notes);
  return { links: raw && linksOf(raw, rowIn(task.left), rowIn(task.right), notes), notes };
}

/**
 * Reads seeds from a file of any format of links, in the order given: left id, right id, score. Where the score is left
 * out, the order ranks: pair i of n scores 1 − i/n. A weight, on all lines or on none, is the pair's in an aligner's loss.
 * @throws {InputError} with `file:line` for a malformed line, an unknown id, or an entity in two pairs
 */
export function readSeeds(path: string, task: AlignmentTask): SeedSet {
  const raw = rawLinks(readFile(path), path);
  const links = rowsOf(raw, task);
  const count = links.left.length;
  const without = raw.weights.indexOf(undefined);
  if (without >= 0 && raw.weights.some((weight) => weight !== undefined))
    throw new InputError('has no weight', raw.at(without), 'Give all pairs a weight, or none');
  const seeds = {
    ...links,
    score: Float32Array.from(raw.scores, (score, i) => score ?? 1 - i / count),
    ...(without < 0 && { weight: Float32Array.from(raw.weights as number[]) }),
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
  const ids = [seeds.left, seeds.right].map((rows, s) =>
    Array.from(rows, (row) => [task.left, task.right][s]!.ids[row]!),
  ) as [string[], string[]];
  // Lines without quotes cannot hold every id; a table with names of columns can.
  const odd = ids.some((side) => side.some((id) => /["\t\n\r]/.test(id) || id === '' || /^\s|\s$/.test(id)));
  const written = (id: string) => (odd ? `"${id.replaceAll('"', '""')}"` : id);
  const lines = ids[0].map((left, i) => {
    const numbers = [seeds.score, ...(seeds.weight ? [seeds.weight] : [])].map((n) => Number(n[i]!.toPrecision(9)));
    return `${[written(left), written(ids[1][i]!), ...numbers].join('\t')}\n`;
  });
  const names = `left\tright\tscore${seeds.weight ? '\tweight' : ''}\n`;
  return (odd ? names : '') + lines.join('');
}

/** The rows of pairs, one-to-one. @throws {InputError} with `file:line` */
function rowsOf(raw: RawPairs, task: AlignmentTask): Links {
  const find = { left: findIn(rowIn(task.left), raw), right: findIn(rowIn(task.right), raw) };
  const rows = { left: [] as number[], right: [] as number[] };
  for (const [side, other] of [
    ['left', 'right'],
    ['right', 'left'],
  ] as const) {
    const seen = new Map<number, number>();
    raw[side].forEach((id, i) => {
      const row = find[side](id);
      if (row === undefined) throw unknownEnd(id, side, find[other](id) !== undefined, raw.at(i));
      const before = seen.get(row);
      if (before !== undefined)
        throw new InputError(`${side} entity ${id} is in two pairs`, raw.at(i), `The first is at ${raw.at(before)}`);
      seen.set(row, i);
      rows[side].push(row);
    });
  }
  if (rows.left.length === 0)
    throw new InputError('has no pairs', raw.name, 'Give at least one line: left id, right id');
  return { left: Int32Array.from(rows.left), right: Int32Array.from(rows.right) };
}

/** The rows of pairs that need not be one to one. @throws {InputError} with `file:line` for an unknown id */
function pairRows(raw: RawPairs, task: AlignmentTask): Links {
  const find = { left: findIn(rowIn(task.left), raw), right: findIn(rowIn(task.right), raw) };
  const rows = (side: 'left' | 'right', other: 'left' | 'right') =>
    Int32Array.from(raw[side], (id, i) => {
      const row = find[side](id);
      if (row === undefined) throw unknownEnd(id, side, find[other](id) !== undefined, raw.at(i));
      return row;
    });
  return { left: rows('left', 'right'), right: rows('right', 'left') };
}

const unknownEnd = (id: string, side: 'left' | 'right', swapped: boolean, at: string) =>
  new InputError(
    `the ${side} graph has no entity ${id}`,
    at,
    swapped ? 'It is in the other graph: columns are left id, right id' : "Ids are those of the graphs' own files",
  );
