import { DataError, InputError } from '../../base/index.js';
import type { FeatureTable } from '../../graph/index.js';
import type { Entities } from '../entities.js';
import { vectorTable } from '../pickle/table.js';
import { pickleVectors, type Vectors } from '../pickle/vectors.js';
import type { Source } from '../source.js';

/** Whether a file's name says that it is a pickle of vectors of pictures: `zh_en_GA_id_img_feature_dict.pkl`. */
export const isPicturePickle = (name: string): boolean => /(img|image|visual).*\.(pkl|pickle)$/i.test(name);

/**
 * Vectors of pictures from the pickles beside the graphs, `{id: vector}`, ids of both graphs in one file or in several.
 * @throws {InputError} for a pickle of anything else, an id in two files, vectors of unequal width
 * @throws {DataError} when a whole graph has none
 */
export function pickledPictures(
  source: Source,
  sides: readonly [Entities, Entities],
  notes: string[],
): readonly [FeatureTable, FeatureTable] | undefined {
  const files = source.names.filter(isPicturePickle);
  if (files.length === 0) return undefined;
  const vectors = merged(
    files.map((name) => ({ path: source.path(name), ...pickleVectors(source.bytes(name), source.path(name)) })),
  );
  const where = files.map((name) => source.path(name)).join(', ');
  const tables = sides.map(({ ids }, s) => {
    if (!ids.some((id) => vectors.byId.has(id)))
      throw new DataError(
        `no entity of graph ${s + 1} has a vector`,
        where,
        'Ids are those of ent_ids_1 and ent_ids_2',
      );
    return vectorTable(vectors, ids, where);
  });
  const total = sides[0].ids.length + sides[1].ids.length;
  const without = tables[0]!.without.length + tables[1]!.without.length;
  const strange = tables[0]!.unused + tables[1]!.unused - vectors.byId.size;
  notes.push(
    `${where}: pictures of ${total - without} of ${total} entities, ${vectors.width} numbers each` +
      (strange > 0 ? `; ${strange} vectors of no entity` : ''),
  );
  return [tables[0]!.table, tables[1]!.table];
}

function merged(files: readonly (Vectors & { readonly path: string })[]): Vectors {
  const { width } = files[0]!;
  const byId = new Map<string, Float32Array>();
  for (const file of files) {
    if (file.width !== width)
      throw new InputError(
        `vectors of ${file.width} numbers, others have ${width}`,
        file.path,
        'Use one kind of vector',
      );
    for (const [id, vector] of file.byId) {
      if (byId.has(id)) throw new InputError(`id ${id} is in another file, too`, file.path, 'Give each id one vector');
      byId.set(id, vector);
    }
  }
  return { width, byId };
}
