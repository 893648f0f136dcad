import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { DataError, InputError } from '../base/index.js';
import type { GraphParts, Links } from '../graph/index.js';
import { type Dataset, type FilePair, shuffledDataset } from './dataset.js';
import { compactRelations, type Entities, readEntities, readTriples } from './entities.js';
import { tabLines, wholeNumber } from './lines.js';
import { readNames } from './names.js';
import { isPacked, packedSource } from './packed.js';
import { sourceLinks } from './pairs.js';
import { folderSource, type Source } from './source.js';
import { featureFiles, readTables } from './tables.js';

const graphFiles = ['ent_ids_1', 'ent_ids_2', 'triples_1', 'triples_2'];
const linksFile = 'ill_ent_ids';
const namesFile = 'translated_names.json';
const matrixFiles = Object.values(featureFiles).map((letter) => `${letter}.npy`);

/**
 * Reads a folder of two graphs, recognised by its files. All kinds have `ent_ids_1/2`, `triples_1/2` and perhaps the
 * true links, `ill_ent_ids`; beside them
 * - feature matrices `V.npy` (image), `A.npy` (attribute), `R.npy` (relation), `S.npy` (name) with masks, or
 * - `translated_names.json`, as DBP15K has it, or
 * - the same packed, as the embedded data: `manifest.json` and compressed files.
 *
 * @param options.seed draws the order of the rows within each graph
 * @throws {InputError} for a folder of another kind (with the files that are missing) and for every malformed file
 * @throws {DataError} for an empty graph, one without edges, or a modality that a whole graph lacks
 */
export function readFolder(dir: string, options: { seed: number }): Dataset {
  const folder = folderSource(dir);
  const packed = isPacked(folder) ? packedSource(folder) : undefined;
  const source = packed ?? folder;
  checkKind(source);
  return shuffledDataset(readPair(source, packed?.name ?? basename(resolve(dir))), options.seed);
}

function checkKind(source: Source): void {
  const missing = graphFiles.filter((name) => !source.has(name));
  const features = [...matrixFiles, namesFile].some((name) => source.has(name));
  if (missing.length === 0 && features) return;
  const lacks = missing.length > 0 ? missing.join(', ') : `any of ${matrixFiles.join(', ')}, ${namesFile}`;
  throw new InputError(
    `is not a folder of two graphs: it lacks ${lacks}`,
    source.dir,
    `Expected ${graphFiles.join(', ')} with feature matrices (${matrixFiles.join(', ')}) or with ${namesFile} (DBP15K); ${linksFile} may be absent`,
  );
}

function readPair(source: Source, name: string): FilePair {
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
  return { name, left: sides[0]!, right: sides[1]!, modalities, links: readTruth(source, left, right) };
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

function readTruth(source: Source, left: Entities, right: Entities): Links | undefined {
  // Anyone may take the answers out of a folder, a packed one too: all but the evaluation goes on without them.
  if (!source.has(linksFile) || !existsSync(source.path(linksFile))) return undefined;
  return sourceLinks(source, linksFile, {
    left: (id) => left.rows.get(id),
    right: (id) => right.rows.get(id),
  });
}
