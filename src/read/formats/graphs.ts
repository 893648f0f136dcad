import { DataError } from '../../base/index.js';
import type { GraphParts, Triples } from '../../graph/index.js';
import type { FilePair } from '../dataset.js';
import { attributeFiles, attributesOf } from '../dbp15k/attributes.js';
import { linkFiles, trueLinks } from '../dbp15k/links.js';
import { isPicturePickle, pickledPictures } from '../dbp15k/pictures.js';
import { relationFiles, relationNames } from '../dbp15k/relations.js';
import { compactRelations, type Entities, hasEdges, noTriples, readEntities, readTriples } from '../entities.js';
import { tabLines, wholeNumber } from '../lines.js';
import { readNames } from '../names.js';
import type { Source } from '../source.js';
import { featureFiles, readTables } from '../tables.js';
import { unusedNotes } from '../unused.js';
import { missingFiles } from './format.js';

/** Files of both graphs; all formats have them so far. */
export const graphFiles = ['ent_ids_1', 'ent_ids_2', 'triples_1', 'triples_2'];
/** Feature matrices, one of which at least makes a feature folder. */
export const matrixFiles = Object.values(featureFiles).map((letter) => `${letter}.npy`);
/** Small pictures for display, as `buildEmoji` writes them. */
const sheetFiles = ['thumbnails_1.webp', 'thumbnails_2.webp'];
/** Names to align on, as DBP15K has them. */
export const namesFile = 'translated_names.json';

/** Two graphs in OpenEA's files, with all that lies beside them: matrices, names, kinds of entities, true links. */
export function readGraphs(source: Source, name: string): FilePair {
  const first = readEntities(source, 'ent_ids_1');
  const entities: [Entities, Entities] = [first, readEntities(source, 'ent_ids_2', first)];
  const notes: string[] = [];
  const relations = readRelations(source, entities, notes);
  const tables = readTables(source, entities);
  const pictures = tables[0].has('image') ? undefined : pickledPictures(source, entities, notes);
  for (const [s, table] of pictures?.entries() ?? []) tables[s]!.set('image', table);
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
      thumbnails: source.has(sheetFiles[s]!) ? source.path(sheetFiles[s]!) : undefined,
      triples: relations.sides[s]!,
      relationCount: relations.count,
      literals: source.has(attributeFiles[s]!)
        ? attributesOf(source, attributeFiles[s]!, entities[s]!, notes)
        : undefined,
      features: tables[s]!,
    };
  });
  const modalities = [...tables[0].keys()].map((modality) => ({
    name: modality,
    comparable: modality !== 'relation' || relations.shared,
  }));
  const links = trueLinks(source, entities, notes);
  return { name, left: sides[0]!, right: sides[1]!, modalities, links, relations: relations.names, notes };
}

const tripleFiles = ['triples_1', 'triples_2'] as const;

/** The files of triples that a source lacks: both may be missing, then features alone are compared. */
export function missingTriples(source: Source): string[] {
  const missing = missingFiles(source, tripleFiles);
  return missing.length === 1 ? missing : [];
}

function readBothTriples(source: Source, entities: readonly [Entities, Entities], notes: string[]): [Triples, Triples] {
  const both = tripleFiles.map((file, s) =>
    source.has(file) ? readTriples(source, file, entities[s]!) : noTriples,
  ) as [Triples, Triples];
  const edges = both.map(hasEdges);
  if (edges[0] !== edges[1])
    throw new DataError(
      'no edges',
      source.path(tripleFiles[edges[0] ? 1 : 0]),
      'Give triples between different entities for both graphs, or for neither',
    );
  if (!edges[0]) notes.push(`${source.dir}: no triples, so features alone are compared`);
  return both;
}

/** Says which files of the folder are not used. */
export function sayUnused(source: Source, notes: string[]): void {
  const matrices = matrixFiles.flatMap((file) => [
    file,
    file.replace('.npy', '_mask.npy'),
    file.replace('.npy', '_scale.npy'),
  ]);
  const beside = [namesFile, 'kinds.tsv', ...sheetFiles, ...linkFiles, ...relationFiles, ...attributeFiles];
  const known = new Set([...graphFiles, ...matrices, ...beside]);
  const pickles = !source.has('V.npy');
  notes.push(...unusedNotes(source, (name) => known.has(name) || (pickles && isPicturePickle(name))));
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

/** Triples of both graphs; where the folder names relations, those of equal names are one. */
function readRelations(source: Source, entities: readonly [Entities, Entities], notes: string[]) {
  const triples = readBothTriples(source, entities, notes);
  if (!relationFiles.every((file) => source.has(file))) return compactRelations(triples);
  const names = [relationNames(source, relationFiles[0]), relationNames(source, relationFiles[1])] as const;
  const relations = compactRelations(triples, names);
  const [own, others] = names.map((each) => new Set(each.values())) as [Set<string>, Set<string>];
  notes.push(
    `${source.dir}: ${[...own].filter((name) => others.has(name)).length} of ${own.size} and ${others.size} relations have equal names, and are taken for the same`,
  );
  return relations;
}
