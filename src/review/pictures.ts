import type { OutputInfo } from 'sharp';
import { readFile } from '../base/index.js';
import { SHEET_COLUMNS, THUMBNAIL } from '../datasets/index.js';
import { openPicture } from '../features/index.js';
import type { MultimodalGraph } from '../graph/index.js';

/** Gives an entity's small picture as WebP; undefined where it has none that can be read. */
export type SmallPictures = (row: number) => Promise<Buffer | undefined>;

/** The small pictures of a graph: cut out of its sheet, or made from its own pictures; undefined where it has neither. */
export const smallPictures = async (graph: MultimodalGraph): Promise<SmallPictures | undefined> =>
  graph.thumbnails === undefined ? fromFiles(graph) : await fromSheet(graph, graph.thumbnails);

/** A picture as the address of an `<img>`. */
export const pictureUrl = (webp: Buffer): string => `data:image/webp;base64,${webp.toString('base64')}`;

function fromFiles({ pictures }: MultimodalGraph): SmallPictures | undefined {
  if (!pictures?.some((path) => path)) return undefined;
  return async (row) => {
    const path = pictures[row];
    if (!path) return undefined;
    try {
      // Twice the size that it is shown at: screens have finer pixels than pages.
      const size = { width: 2 * THUMBNAIL, height: 2 * THUMBNAIL, fit: 'contain', background: '#0000' } as const;
      return await (await openPicture(readFile(path))).resize(size).webp({ quality: 80 }).toBuffer();
    } catch {
      // What is wrong with it was said when it was described.
      return undefined;
    }
  };
}

/** All pictures of a graph, decoded once a call (tens of megabytes, which no cell needs to keep). */
async function fromSheet({ ids, features }: MultimodalGraph, file: string): Promise<SmallPictures> {
  const { default: sharp } = await import('sharp');
  const { data, info } = (await sharp(file).raw().toBuffer({ resolveWithObject: true })) as {
    data: Buffer;
    info: OutputInfo;
  };
  const firstId = ids.reduce((least, id) => Math.min(least, Number(id)), Number.POSITIVE_INFINITY);
  return async (row) => {
    if (features.get('image')?.known[row] === 0) return undefined;
    const cell = Number(ids[row]) - firstId;
    const [left, top] = [(cell % SHEET_COLUMNS) * THUMBNAIL, Math.floor(cell / SHEET_COLUMNS) * THUMBNAIL];
    const tile = { left, top, width: THUMBNAIL, height: THUMBNAIL };
    return sharp(data, { raw: info }).extract(tile).webp({ quality: 80 }).toBuffer();
  };
}
