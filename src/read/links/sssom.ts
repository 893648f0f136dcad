import { parse } from 'yaml';
import { fromCurie } from '../curies.js';
import type { Cell } from '../tabular/rows.js';

// SSSOM (Simple Standard for Sharing Ontological Mappings, https://w3id.org/sssom): a TSV whose columns are subject_id,
// predicate_id, object_id, confidence …, under comments that hold what is said of the whole.

const same = new Set(['skos:exactmatch', 'owl:sameas', 'owl:equivalentclass', 'semapv:crossspeciesexactmatch']);

/** Whether a mapping says that both ends are the same thing; every row does where there is no column for it. */
export function sssomKeeps(columns: readonly string[]): (cells: readonly Cell[]) => boolean {
  const [predicate, modifier] = ['predicate_id', 'predicate_modifier'].map((name) => columns.indexOf(name)) as [
    number,
    number,
  ];
  return (cells) => {
    if (String(cells[modifier] ?? '').toLowerCase() === 'not') return false;
    const said = cells[predicate];
    return said === undefined || same.has(shortened(String(said)).toLowerCase());
  };
}

const shortened = (name: string) =>
  name.replace('http://www.w3.org/2004/02/skos/core#', 'skos:').replace('http://www.w3.org/2002/07/owl#', 'owl:');

/** How a file's ids are to be read. */
export interface SssomIds {
  /** The id that a text stands for. */
  readonly of: (text: string) => string;
  /** What it may be in full, where it is of no entity as it stands. */
  readonly inFull?: ((id: string) => string | undefined) | undefined;
  readonly notes: readonly string[];
}

/** Bytes of a head that are looked at: more is no list of prefixes. */
const mostHead = 2 ** 18;

const asTheyStand: SssomIds = { of: (id) => id, notes: [] };

/**
 * How ids are to be read, by the comments above the table: CURIEs of a file that psqe wrote are the ids they were made of;
 * those of other files are taken as they stand, and where no entity is called so by what `curie_map` says of their prefix.
 */
export function sssomIds(text: Uint8Array, path: string): SssomIds {
  const comments = commentsOf(text.subarray(0, mostHead)).map((line) => line.slice(1));
  if (!comments.some((line) => /^\s*curie_map:/.test(line))) return asTheyStand;
  let head: unknown;
  try {
    head = parse(comments.join('\n'));
  } catch (cause) {
    const why = (cause as Error).message.split('\n')[0];
    return { ...asTheyStand, notes: [`${path}: its head is no YAML (${why}), so that ids are taken as they stand`] };
  }
  const { curie_map: map, mapping_tool: tool } = (head ?? {}) as Record<string, unknown>;
  const entries = Object.entries((map ?? {}) as object).filter(([, namespace]) => typeof namespace === 'string');
  const prefixes = new Map(entries as [string, string][]);
  if (tool === 'psqe') return { of: (id) => fromCurie(id, prefixes), notes: [] };
  return { ...asTheyStand, inFull: (id) => expanded(id, prefixes) };
}

function expanded(id: string, prefixes: ReadonlyMap<string, string>): string | undefined {
  const at = id.indexOf(':');
  const namespace = at < 0 ? undefined : prefixes.get(id.slice(0, at));
  return namespace === undefined ? undefined : namespace + id.slice(at + 1);
}

/** The lines from `#` at the head of a file. */
function commentsOf(text: Uint8Array): string[] {
  const lines: string[] = [];
  for (let start = 0; text[start] === 35; ) {
    const end = text.indexOf(10, start);
    if (end < 0) break;
    lines.push(Buffer.from(text.subarray(start, end)).toString().trimEnd());
    start = end + 1;
  }
  return lines;
}
