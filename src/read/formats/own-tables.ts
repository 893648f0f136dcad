import { dirname, join } from 'node:path';
import { InputError } from '../../base/index.js';
import type { RawGraph } from '../raw.js';
import { RawGraphBuilder } from '../raw-builder.js';
import type { Source } from '../source.js';
import { isHeader, type Kind, type Role, understand } from '../tabular/roles.js';
import type { Cell, Table } from '../tabular/rows.js';
import { isTable, openTable } from '../tabular/table.js';
import type { GraphFormat } from './format.js';
import { rowTables } from './row-tables.js';

/** One graph in tables: entities with what is known of each, triples, attributes, in as many files as one likes. */
export const ownTables: GraphFormat = {
  name: 'tables',
  recognise: (source) => (source.names.some(isTable) ? [] : ['a table (CSV, TSV, JSON, JSON Lines, Parquet)']),
  read: readTablesOf,
};

interface Opened {
  readonly table: Table;
  readonly kind: Kind;
  readonly roles: ReadonlyMap<Role, number>;
}

const graphKinds: readonly Kind[] = ['entities', 'triples', 'attributes'];

function readTablesOf(source: Source): RawGraph {
  const names = source.names.filter(isTable);
  const opened = names.map((name): Opened => {
    const table = openTable(source.bytes(name), source.path(name), isHeader);
    return { table, ...understand(table, graphKinds) };
  });
  const builder = new RawGraphBuilder();
  const notes: string[] = opened.flatMap(({ table }) => table.notes);
  const of = (kind: Kind) => opened.filter((file) => file.kind === kind);
  for (const file of of('entities')) readEntityTable(builder, file, notes);
  // Without a list of entities, whatever triples name is one.
  const listed = of('entities').length > 0;
  for (const file of of('triples')) readTripleTable(builder, file, listed, notes);
  for (const file of of('attributes')) readAttributeTable(builder, file, notes);
  const { features, used } = rowTables(source, builder, listed);
  const unused = source.names.filter((name) => !names.includes(name) && !used.includes(name));
  if (unused.length > 0) notes.push(`${source.dir}: not used: ${unused.join(', ')}`);
  return builder.build(source.dir, { notes, features });
}

/** The one text of a cell. @throws {InputError} where there is none, or several */
function textOf(cell: Cell, what: string, at: () => string): string {
  if (typeof cell === 'string') return cell;
  throw new InputError(
    `${cell === undefined ? 'no' : 'more than one'} ${what}`,
    at(),
    `Give one ${what} a row, or leave the row out`,
  );
}

function readEntityTable(builder: RawGraphBuilder, { table, roles }: Opened, notes: string[]): void {
  const idColumn = roles.get('id')!;
  const [label, image] = [roles.get('label'), roles.get('image')];
  const attributes = new Set<string>();
  let before = builder.size;
  table.each((cells, at, names) => {
    const id = textOf(cells[idColumn], 'id', at);
    const row = builder.entity(id);
    if (row < before) throw new InputError(`entity ${id} is there twice`, at(), 'Ids are unique within a graph');
    before = row + 1;
    cells.forEach((cell, c) => {
      if (cell === undefined || c === idColumn) return;
      if (c === label) builder.label(row, first(cell));
      else if (c === image) builder.picture(row, picturePath(first(cell), table.path, at));
      else {
        const name = names[c]!;
        attributes.add(name);
        for (const value of typeof cell === 'string' ? [cell] : cell) builder.literal(row, name, value);
      }
    });
  });
  notes.push(`${table.path}: entities by ${described(table, roles)}${listOf('attributes', [...attributes])}`);
}

const first = (cell: string | readonly string[]) => (typeof cell === 'string' ? cell : (cell[0] ?? ''));

/** A picture's path is told from the table; it stays within the table's folder. */
function picturePath(path: string, table: string, at: () => string): string {
  const folder = dirname(table);
  const full = join(folder, path);
  if (/^[a-z]+:\/\//i.test(path) || !full.startsWith(join(folder, '/')))
    throw new InputError(
      `the picture ${path} is not in the folder`,
      at(),
      'Give paths of files that lie beside the table',
    );
  return full;
}

function readTripleTable(builder: RawGraphBuilder, file: Opened, listed: boolean, notes: string[]): void {
  const { table, roles } = file;
  const columns = (['head', 'relation', 'tail'] as const).map((role) => [role, roles.get(role)!] as const);
  table.each((cells, at) => {
    const [head, relation, tail] = columns.map(([role, c]) => textOf(cells[c], role, at)) as [string, string, string];
    if (listed) for (const end of [head, tail]) if (builder.find(end) === undefined) throw stranger(end, builder, at);
    builder.triple(head, relation, tail);
  });
  notes.push(`${table.path}: triples by ${described(table, roles)}${leftOut(table, roles)}`);
}

const stranger = (id: string, builder: RawGraphBuilder, at: () => string) =>
  new InputError(
    `entity ${id} is not one of this graph's ${builder.size}`,
    at(),
    'Add it to the table of entities; without such a table, whatever triples name is an entity',
  );

function readAttributeTable(builder: RawGraphBuilder, { table, roles }: Opened, notes: string[]): void {
  table.each((cells, at) => {
    const [id, name, value] = (['id', 'attribute', 'value'] as const).map((role) => cells[roles.get(role)!]);
    const row = builder.find(textOf(id, 'id', at));
    if (row === undefined) throw stranger(textOf(id, 'id', at), builder, at);
    if (value !== undefined)
      for (const one of typeof value === 'string' ? [value] : value)
        builder.literal(row, textOf(name, 'attribute', at), one);
  });
  notes.push(`${table.path}: attributes by ${described(table, roles)}${leftOut(table, roles)}`);
}

function described(table: Table, roles: ReadonlyMap<Role, number>): string {
  const parts = [...roles].map(([role, c]) => (table.columns ? `"${table.columns[c]}" (${role})` : role));
  return table.columns ? `the columns ${parts.join(', ')}` : `its columns without names, taken for ${parts.join(', ')}`;
}

function leftOut({ columns }: Table, roles: ReadonlyMap<Role, number>): string {
  const used = new Set(roles.values());
  return listOf(
    'not used',
    (columns ?? []).filter((_, c) => !used.has(c)),
  );
}

const listOf = (what: string, list: readonly string[]) => (list.length > 0 ? `; ${what}: ${list.join(', ')}` : '');
