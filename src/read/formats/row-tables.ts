import { InputError } from '../../base/index.js';
import type { FeatureTable } from '../../graph/index.js';
import { parseMask, parseMatrix } from '../npy.js';
import type { RawGraphBuilder } from '../raw-builder.js';
import type { Source } from '../source.js';
import { checkFinite, featureFiles, featureTable } from '../tables.js';
import { isSideWord, wordsOf } from '../tabular/roles.js';

const letters = new Map(Object.entries(featureFiles).map(([modality, letter]) => [letter.toLowerCase(), modality]));

/**
 * Feature matrices beside a table of entities, row i for its i-th entity: `image.npy` or `image_1.npy` is the modality
 * `image` (V, A, R, S are short for image, attribute, relation, name), `image_mask.npy` says who has it.
 * @throws {InputError} for a damaged file, or a matrix of other entities
 */
export function rowTables(source: Source, builder: RawGraphBuilder, listed: boolean) {
  const used: string[] = [];
  const features = new Map<string, FeatureTable>();
  const files = source.names.filter((name) => /\.npy$/i.test(name));
  const masks = new Map(files.filter(isMask).map((name) => [modalityOf(name), name]));
  for (const name of files.filter((file) => !isMask(file))) {
    const path = source.path(name);
    if (!listed)
      throw new InputError('features without a table of entities', path, 'Row i belongs to its i-th entity: add one');
    const modality = modalityOf(name);
    if (features.has(modality)) throw new InputError(`features "${modality}" are there twice`, path, 'Keep one file');
    const values = parseMatrix(source.bytes(name), path, builder.size, 'Row i belongs to the i-th entity of the table');
    checkFinite(values, path);
    const mask = masks.get(modality);
    used.push(name, ...(mask === undefined ? [] : [mask]));
    features.set(
      modality,
      featureTable(
        values,
        mask === undefined ? undefined : parseMask(source.bytes(mask), source.path(mask), builder.size),
      ),
    );
  }
  return { features, used };
}

const isMask = (name: string) => wordsOf(name).includes('mask');

/** The modality that a file's name tells: its words but those of the side. */
function modalityOf(name: string): string {
  const words = wordsOf(name.replace(/^.*\//, '')).filter((word) => word !== 'mask' && !isSideWord(word));
  const joined = words.join('_');
  return letters.get(joined) ?? (joined || 'features');
}
