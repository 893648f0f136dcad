import { type Dataset, shuffledDataset } from './dataset.js';
import { formatOf, type ReadOptions } from './formats/format.js';
import { formats, graphFormats } from './formats/index.js';
import { readTwo } from './formats/two-sides.js';
import { withArchives } from './npz.js';
import { folderSource, graphSource } from './source.js';

/** Where two graphs lie: a folder that holds both, or a file or folder for each. */
export type GraphPlace = string | readonly [left: string, right: string];

/**
 * Reads two graphs, recognised by their files: a folder of both (`formats`), or each from a file or folder of its own
 * (`graphFormats`). docs/data.md says what files can be.
 *
 * @param options.seed draws the order of the rows within each graph
 * @param options.language of the names, where a format has several
 * @throws {InputError} for files of another kind (with what they lack for each format) and for every malformed file
 * @throws {DataError} for an empty graph, edges in one graph alone, or a modality that a whole graph lacks
 */
export function readFolder(where: GraphPlace, options: ReadOptions & { readonly seed: number }): Dataset {
  if (typeof where !== 'string') {
    const [left, right] = where;
    return shuffledDataset(readTwo(graphSource(left), graphSource(right), graphFormats, options), options.seed);
  }
  const source = withArchives(folderSource(where));
  return shuffledDataset(formatOf(source, formats).read(source, options), options.seed);
}
