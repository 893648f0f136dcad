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

/**
 * How ids are to be read: where the comments above the table say that psqe wrote it, its CURIEs are the ids they were made
 * of. Of other files ids are taken as they stand.
 */
export function sssomIds(text: Uint8Array): (id: string) => string {
  const prefixes = new Map<string, string>();
  let ours = false;
  for (const line of commentsOf(text)) {
    const [, prefix, namespace] = /^#\s+([\w.-]+): (".*")$/.exec(line) ?? [];
    if (prefix && namespace) prefixes.set(prefix, JSON.parse(namespace) as string);
    if (line === '#mapping_tool: psqe') ours = true;
  }
  return ours ? (id) => fromCurie(id, prefixes) : (id) => id;
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
