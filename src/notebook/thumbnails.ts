import { escapeHtml } from '../base/index.js';
import { THUMBNAIL } from '../datasets/index.js';
import type { MultimodalGraph } from '../graph/index.js';
import { pictureUrl, smallPictures } from '../review/index.js';

/** Gives an entity's small picture as an `<img>`, or its label where it has none that can be read. */
export type Thumbnails = (row: number) => Promise<string>;

/** The small pictures of a graph: cut out of its sheet, or made from its own pictures; undefined where it has neither. */
export async function thumbnailsOf(graph: MultimodalGraph): Promise<Thumbnails | undefined> {
  const cut = await smallPictures(graph);
  return (
    cut &&
    (async (row) => {
      const label = escapeHtml(graph.labels[row]!);
      const webp = await cut(row);
      const size = `width="${THUMBNAIL}" height="${THUMBNAIL}"`;
      return webp
        ? `<img ${size} alt="${label}" src="${pictureUrl(webp)}">`
        : `<span style="width:${THUMBNAIL}px;height:${THUMBNAIL}px;overflow:hidden;overflow-wrap:anywhere;font:8px/9px sans-serif;color:#555">${label}</span>`;
    })
  );
}

/** A graph of which no entity has a picture shows labels, where the other one has some. */
export const labelsOnly = (graph: MultimodalGraph): Thumbnails => {
  return async (row) => `<span style="font:12px sans-serif;color:#333">${escapeHtml(graph.labels[row]!)}</span>`;
};
