import type { Links } from '../graph/index.js';

/** Links as a file tells them, by ids; nothing is known yet of their ends. */
export interface RawLinks {
  /** The file. */
  readonly name: string;
  readonly left: readonly string[];
  readonly right: readonly string[];
  /** Where link i stands, for errors and notes: `file:line`. */
  readonly at?: ((i: number) => string) | undefined;
  /** The full name of an id that the file has in short (`HP:1`), tried where the short one is of no entity. */
  readonly inFull?: ((id: string) => string | undefined) | undefined;
  /** Set where the file does not say which end is of which graph: both ways are tried. */
  readonly eitherWay?: boolean | undefined;
  /** What was left out while they were read, a sentence each. */
  readonly notes?: readonly string[] | undefined;
}

/** Finds the row of an id. */
export type FindRow = (id: string) => number | undefined;

/** Finds the rows of a file's ids, in short or in full. */
export function findIn(find: FindRow, { inFull }: RawLinks): FindRow {
  return (id) => {
    const row = find(id);
    const full = row === undefined ? inFull?.(id) : undefined;
    return full === undefined ? row : find(full);
  };
}

/** The row of each id. */
export function rowsBy(ids: readonly string[]): FindRow {
  const rows = new Map(ids.map((id, row) => [id, row]));
  return (id) => rows.get(id);
}

/** How many examples a note gives. */
const EXAMPLES = 3;

/** Links by rows; undefined where none is left. Which were left out is said: how many, and where the first are. */
export function linksOf(links: RawLinks, inLeft: FindRow, inRight: FindRow, notes: string[]): Links | undefined {
  const [left, right] = [findIn(inLeft, links), findIn(inRight, links)];
  const rows: { left: number[]; right: number[] } = { left: [], right: [] };
  const out: Record<string, number[]> = {
    'their ends the wrong way round (expected: left id, right id)': [],
    'an unknown end': [],
    'an end that is linked already': [],
  };
  const seen = { left: new Map<number, number>(), right: new Set<number>() };
  links.left.forEach((from, i) => {
    const [l, r] = endsOf(from, links.right[i]!, left, right, links.eitherWay === true);
    if (l === undefined || r === undefined) {
      const swapped = right(from) !== undefined && left(links.right[i]!) !== undefined;
      out[swapped ? 'their ends the wrong way round (expected: left id, right id)' : 'an unknown end']!.push(i);
    } else if (seen.left.get(l) === r)
      return; // the same link once more says nothing new
    else if (seen.left.has(l) || seen.right.has(r)) out['an end that is linked already']!.push(i);
    else {
      seen.left.set(l, r);
      seen.right.add(r);
      rows.left.push(l);
      rows.right.push(r);
    }
  });
  notes.push(...(links.notes ?? []));
  const at = (i: number) => `${links.at?.(i) ?? `link ${i + 1}`} (${links.left[i]}, ${links.right[i]})`;
  for (const [why, which] of Object.entries(out))
    if (which.length > 0)
      notes.push(
        `${links.name}: ${which.length} of ${links.left.length} links have ${why}, and are left out: ${which.slice(0, EXAMPLES).map(at).join('; ')}${which.length > EXAMPLES ? ' …' : ''}`,
      );
  if (rows.left.length === 0) {
    notes.push(`${links.name}: no link can be used, so that nothing can be evaluated`);
    return undefined;
  }
  return { left: Int32Array.from(rows.left), right: Int32Array.from(rows.right) };
}

function endsOf(
  a: string,
  b: string,
  left: FindRow,
  right: FindRow,
  eitherWay: boolean,
): [number | undefined, number | undefined] {
  const [l, r] = [left(a), right(b)];
  if (!eitherWay || (l !== undefined && r !== undefined)) return [l, r];
  const [l2, r2] = [left(b), right(a)];
  return l2 !== undefined && r2 !== undefined ? [l2, r2] : [l, r];
}
