import { type Dataset, shuffledDataset } from './dataset.js';
import { formatOf, type ReadOptions } from './formats/format.js';
import { formats } from './formats/index.js';
import { folderSource } from './source.js';

/**
 * Reads a folder of two graphs, recognised by its files (`formats`). Those of the package have `ent_ids_1/2`, `triples_1/2`
 * and perhaps the true links, `ill_ent_ids`; beside them
 * - feature matrices `V.npy` (image), `A.npy` (attribute), `R.npy` (relation), `S.npy` (name) with masks, or
 * - `translated_names.json`, as DBP15K has it, or
 * - the same packed, as the embedded data: `manifest.json` and compressed files.
 * Others are: two files of RDF (`.nt`, `.ttl`, `.nq`, `.trig`, with `.gz`, too), and perhaps a third one of owl:sameAs links.
 *
 * @param options.seed draws the order of the rows within each graph
 * @param options.language of the names, where a format has several
 * @throws {InputError} for a folder of another kind (with what it lacks for each format) and for every malformed file
 * @throws {DataError} for an empty graph, one without edges, or a modality that a whole graph lacks
 */
export function readFolder(dir: string, options: ReadOptions & { readonly seed: number }): Dataset {
  const source = folderSource(dir);
  return shuffledDataset(formatOf(source, formats).read(source, options), options.seed);
}
