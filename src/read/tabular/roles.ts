import { basename, extname } from 'node:path';
import { InputError } from '../../base/index.js';
import type { Table } from './rows.js';

// What a column is for, by its name; case, blanks, `_` and `-` make no difference. The first that a table has counts.
const names = {
  id: ['id', 'entityid', 'entity', 'uri', 'iri', 'node', 'nodeid', 'key', 'qid'],
  label: ['label', 'name', 'title', 'rdfslabel', 'skospreflabel', 'preflabel', 'schemaname', 'foafname'],
  image: ['image', 'imagepath', 'picture', 'picturepath', 'photo', 'icon', 'logo', 'img'],
  head: ['head', 'headid', 'subject', 'subjectid', 'h', 's'],
  relation: ['relation', 'relationid', 'predicate', 'predicateid', 'property', 'rel', 'r', 'p'],
  tail: ['tail', 'tailid', 'object', 'objectid', 't', 'o'],
  attribute: ['attribute', 'attributename', 'key', 'property'],
  value: ['value', 'literal', 'attributevalue'],
  left: ['left', 'leftid', 'id1', 'entity1', 'ent1', 'source', 'sourceid', 'subjectid'],
  right: ['right', 'rightid', 'id2', 'entity2', 'ent2', 'target', 'targetid', 'objectid'],
  score: ['score', 'confidence', 'similarity', 'measure'],
  weight: ['weight'],
  decision: ['decision'],
} as const;

/** What a column is for. */
export type Role = keyof typeof names;

/** What a table holds. */
export type Kind = 'entities' | 'triples' | 'attributes' | 'links';

/** The columns that make a table of a kind, the others that it may have, and what they are when it does not name them. */
const kinds: Readonly<Record<Kind, { needs: readonly Role[]; may: readonly Role[]; bare: readonly Role[] }>> = {
  attributes: { needs: ['id', 'attribute', 'value'], may: [], bare: ['id', 'attribute', 'value'] },
  triples: { needs: ['head', 'relation', 'tail'], may: [], bare: ['head', 'relation', 'tail'] },
  links: { needs: ['left', 'right'], may: ['score', 'weight', 'decision'], bare: ['left', 'right', 'score', 'weight'] },
  entities: { needs: ['id'], may: ['label', 'image'], bare: ['id', 'label'] },
};

/** Words in a file's name that say what it holds. */
const words: Readonly<Record<Kind, readonly string[]>> = {
  entities: ['entities', 'entity', 'ent', 'ents', 'nodes', 'node'],
  triples: ['triples', 'triple', 'rel', 'rels', 'relations', 'edges', 'edge', 'facts'],
  attributes: ['attributes', 'attribute', 'attr', 'attrs', 'literals'],
  links: [
    'links',
    'link',
    'truth',
    'alignment',
    'alignments',
    'mapping',
    'mappings',
    'matches',
    'seeds',
    'sameas',
    'reference',
    'refalign',
    'ill',
  ],
};

const plain = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** The words of a file's name, without its ending: `left_entities2.csv` has `left`, `entities`, `2`. */
export const wordsOf = (path: string): string[] =>
  basename(path, extname(path))
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+|(?<=\p{L})(?=\p{N})/u)
    .filter(Boolean);

const sideWords = [
  ['left', '1'],
  ['right', '2'],
] as const;

/** Whether a word of a file's name says which graph it belongs to. */
export const isSideWord = (word: string): boolean => (sideWords.flat() as string[]).includes(word);

/** The graph that a file's name tells, 0 or 1; undefined when it tells none, or both. */
export function sideOf(name: string): 0 | 1 | undefined {
  const words = wordsOf(name);
  const [left, right] = sideWords.map((side) => words.some((word) => (side as readonly string[]).includes(word)));
  return left === right ? undefined : left ? 0 : 1;
}

/** Whether a file's name says that it holds links. */
export const saysLinks = (name: string): boolean => wordsOf(name).some((word) => words.links.includes(word));

/** The column of each role among the names of columns. */
function columnsOf(columns: readonly string[], roles: readonly Role[]): Map<Role, number> {
  const given = columns.map(plain);
  const found = new Map<Role, number>();
  for (const role of roles) {
    const column = (names[role] as readonly string[]).map((name) => given.indexOf(name)).find((at) => at >= 0);
    if (column !== undefined && ![...found.values()].includes(column)) found.set(role, column);
  }
  return found;
}

const fits = (columns: readonly string[], kind: Kind) =>
  columnsOf(columns, kinds[kind].needs).size === kinds[kind].needs.length;

/** Whether a first line names columns of any kind of table; one with a number in it is a row. */
export const isHeader = (fields: readonly string[]): boolean =>
  !fields.some((field) => field.trim() !== '' && Number.isFinite(Number(field))) &&
  (Object.keys(kinds) as Kind[]).some((kind) => fits(fields, kind));

/** What a table holds, and which column is what. */
export interface Understood {
  readonly kind: Kind;
  readonly roles: ReadonlyMap<Role, number>;
}

/**
 * What a table holds: by the names of its columns, or where it has none by its name (`triples_1.tsv`) and their number.
 * @throws {InputError} with what to write, when neither tells
 */
export function understand(table: Table, expected: readonly Kind[]): Understood {
  const { path, columns, width } = table;
  const said = expected.filter((kind) => wordsOf(path).some((word) => words[kind].includes(word)));
  // A name settles what columns leave open: `subject_id, predicate_id, object_id` are links as well as triples.
  const candidates = [...said, ...expected.filter((kind) => !said.includes(kind))];
  if (columns) {
    const order = Object.keys(kinds) as Kind[];
    const kind = said.find((k) => fits(columns, k)) ?? order.find((k) => candidates.includes(k) && fits(columns, k));
    if (kind) return { kind, roles: columnsOf(columns, [...kinds[kind].needs, ...kinds[kind].may]) };
  } else {
    const kind = said.length === 1 ? said[0]! : bareKind(width, expected);
    const bare = kind && kinds[kind].bare;
    if (bare && width >= kinds[kind].needs.length && width <= bare.length)
      return { kind, roles: new Map(bare.slice(0, width).map((role, i) => [role, i])) };
  }
  throw notUnderstood(table, expected);
}

/** Three columns without names can only be triples, and two only links where nothing else is asked for. */
function bareKind(width: number, expected: readonly Kind[]): Kind | undefined {
  if (expected.length === 1) return expected[0];
  return width === 3 && expected.includes('triples') ? 'triples' : undefined;
}

function notUnderstood({ path, columns, width }: Table, expected: readonly Kind[]): InputError {
  const has = columns ? `columns ${columns.join(', ')}` : `${width} columns without names that are known`;
  const wanted: Readonly<Record<Kind, string>> = {
    entities: '"id" (and "label", "image", attributes)',
    triples: '"head", "relation", "tail"',
    attributes: '"id", "attribute", "value"',
    links: '"left", "right"',
  };
  return new InputError(
    `cannot tell what it holds: it has ${has}`,
    columns ? path : `${path}:1`,
    `Name the columns in the first line: ${expected.map((kind) => `${wanted[kind]} for ${kind}`).join('; ')}`,
  );
}
