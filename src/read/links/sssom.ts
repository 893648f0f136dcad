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
