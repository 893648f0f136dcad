import { existsSync } from 'node:fs';
import { DataError } from '../../base/index.js';
import type { GraphParts, Links } from '../../graph/index.js';
import type { FilePair } from '../dataset.js';
import { compactRelations, type Entities, plainNumber, readEntities, readTriples } from '../entities.js';
import { tabLines, wholeNumber } from '../lines.js';
import { evaluationLinks } from '../links/read-links.js';
import { readNames } from '../names.js';
import { type FindRow, linksOf } from '../raw.js';
import type { Source } from '../source.js';
import { featureFiles, readTables } from '../tables.js';

/** Files of both graphs; all formats have them so far. */
export const graphFiles = ['ent_ids_1', 'ent_ids_2', 'triples_1', 'triples_2'];
/** Feature matrices, one of which at least makes a feature folder. */
export const matrixFiles = Object.values(featureFiles).map((letter) => `${letter}.npy`);
/** Names to align on, as DBP15K has them. */
export const namesFile = 'translated_names.json';
const linksFile = 'ill_ent_ids';

/** Two graphs in OpenEA's files, with all that lies beside them: matrices, names, kinds of entities, true links. */
export function readGraphs(source: Source, name: string): FilePair {
  const first = readEntities(source, 'ent_ids_1');
  const entities: [Entities, Entities] = [first, readEntities(source, 'ent_ids_2', first)];
  const [left, right] = entities;
  const relations = compactRelations([readTriples(source, 'triples_1', left), readTriples(source, 'triples_2', right)]);
  const tables = readTables(source, entities);
  const names = source.has(namesFile) ? readNames(source, namesFile) : undefined;
  const facets = source.has('kinds.tsv') ? readKinds(source) : new Map<string, Map<string, string>>();
  const sides = entities.map(({ ids, labels }, s): GraphParts => {
    const column = (values: Map<string, string>) => ids.map((id) => values.get(id) ?? '');
    return {
      name: `${name}, graph ${s + 1}`,
      ids,
      labels: labels.map(readable),
      facets: new Map([...facets].map(([facet, values]) => [facet, column(values)])),
      names: names && named(column(names), source.path(namesFile), s + 1),
      triples: relations.sides[s]!,
      relationCount: relations.count,
      features: tables[s]!,
    };
  });
  const modalities = [...tables[0].keys()].map((modality) => ({
    name: modality,
    comparable: modality !== 'relation' || relations.shared,
  }));
  const notes: string[] = [];
  return { name, left: sides[0]!, right: sides[1]!, modalities, links: readTruth(source, entities, notes), notes };
}

/** The last part of a URI, with blanks for underscores; any other label as it is. */
function readable(label: string): string {
  return /^https?:/.test(label) ? label.replace(/^https?:\/\/[^/]*\/(resource\/)?/, '').replaceAll('_', ' ') : label;
}

function named(names: string[], path: string, graph: number): string[] {
  if (names.every((name) => name === ''))
    throw new DataError(`no entity of graph ${graph} has a name`, path, 'Ids are those of ent_ids_1 and ent_ids_2');
  return names;
}

/** `kinds.tsv`: id, kind, group and, where it has one, skin tone: for display and for breaking results down. */
function readKinds(source: Source): Map<string, Map<string, string>> {
  const names = ['kind', 'group', 'tone'];
  const facets = new Map(names.map((facet) => [facet, new Map<string, string>()]));
  for (const line of tabLines(source.bytes('kinds.tsv'), source.path('kinds.tsv'), ['id', 'kind', 'group', 'tone?'])) {
    const id = String(wholeNumber(line.fields[0]!, 'id', line));
    for (const [f, value] of line.fields.slice(1).entries()) facets.get(names[f]!)!.set(id, value);
  }
  return facets;
}

function readTruth(source: Source, [left, right]: readonly [Entities, Entities], notes: string[]): Links | undefined {
  // Anyone may take the answers out of a folder, a packed one too: all but the evaluation goes on without them.
  if (!source.has(linksFile) || !existsSync(source.path(linksFile))) return undefined;
  const raw = evaluationLinks(source.bytes(linksFile), source.path(linksFile), notes);
  return raw && linksOf(raw, rowIn(left), rowIn(right), notes);
}

const rowIn =
  ({ rows }: Entities): FindRow =>
  (id) =>
    rows.get(id) ?? rows.get(plainNumber(id));
