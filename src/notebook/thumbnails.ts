import { escapeHtml } from '../base/index.js';
import { THUMBNAIL } from '../datasets/index.js';
import type { MultimodalGraph } from '../graph/index.js';
import { pictureUrl, smallPictures } from '../review/index.js';

/** Gives an entity's small picture as an `<img>`, or its label where it has none that can be read. */
export type Thumbnails = (row: number) => Promise<string>;

/** Instead of a picture: three lines of text that can be read, as high as the pictures beside it. */
const chip =
  `min-width:${THUMBNAIL}px;max-width:9em;height:${THUMBNAIL}px;overflow:hidden;overflow-wrap:anywhere;` +
  'font:11px/12px sans-serif;color:#333';

/** The small pictures of a graph: cut out of its sheet, or made from its own pictures; undefined where it has neither. */
export async function thumbnailsOf(graph: MultimodalGraph): Promise<Thumbnails | undefined> {
  const cut = await smallPictures(graph);
  return (
    cut &&
    (async (row) => {
      const label = escapeHtml(graph.labels[row]!);
      const webp = await cut(row);
      const size = `width="${THUMBNAIL}" height="${THUMBNAIL}"`;
      return webp ? `<img ${size} alt="${label}" src="${pictureUrl(webp)}">` : `<span style="${chip}">${label}</span>`;
    })
  );
}

/** A graph of which no entity has a picture shows labels, where the other one has some. */
export const labelsOnly = (graph: MultimodalGraph): Thumbnails => {
  return async (row) => `<span style="font:12px sans-serif;color:#333">${escapeHtml(graph.labels[row]!)}</span>`;
};
