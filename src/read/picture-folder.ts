import { dirname, extname, join } from 'node:path';
import { namesIn } from '../base/index.js';
import type { RawGraph } from './raw.js';
import { isWithin, type Source } from './source.js';
import { wordsOf } from './tabular/roles.js';

const words = ['images', 'image', 'pictures', 'picture', 'icons', 'photos', 'logos', 'flags', 'thumbnails'];
const endings = ['.png', '.jpg', '.jpeg', '.webp', '.svg', '.gif', '.tif', '.tiff', '.avif'];

/** The folder of pictures among a graph's files: `images`, `pictures_1`, `icons` … */
export const pictureFolder = (source: Source): string | undefined =>
  source.folders.find((name) => wordsOf(name).some((word) => words.includes(word)));

/**
 * The graph with pictures from a folder beside its files, where each is named by its entity's id (`Q42.png`; what no
 * file's name can hold, as in a URL: `http%3A%2F%2F…`). An entity that has a picture already keeps it; links out of the
 * folder are left out.
 */
export function withPictureFolder(source: Source, graph: RawGraph): RawGraph {
  const folder = pictureFolder(source);
  if (folder === undefined) return graph;
  const dir = source.path(folder);
  const named = namesIn(dir).filter((name) => endings.includes(extname(name).toLowerCase()));
  const files = named.filter((name) => isWithin(dirname(dir), join(dir, name)));
  const byStem = new Map(files.sort().map((name) => [name.slice(0, -extname(name).length), join(dir, name)]));
  const used = new Set<string>();
  const pictures = graph.ids.map((id, row) => {
    const path = graph.pictures?.[row] ?? byStem.get(id) ?? byStem.get(encodeURIComponent(id));
    if (path !== undefined) used.add(path);
    return path;
  });
  const found = files.filter((name) => used.has(join(dir, name))).length;
  const notes = [`${dir}: ${found} of ${files.length} pictures are named by the id of an entity`];
  const out = named.length - files.length;
  if (out > 0) notes.push(`${dir}: ${out} are links out of the folder, left out: copy them, or name them in a column`);
  return { ...graph, pictures: used.size > 0 ? pictures : undefined, notes: [...(graph.notes ?? []), ...notes] };
}
