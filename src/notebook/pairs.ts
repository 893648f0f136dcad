import { join } from 'node:path';
import type { OutputInfo, default as Sharp } from 'sharp';
import { DataError, escapeHtml } from '../base/index.js';
import { SHEET_COLUMNS, THUMBNAIL } from '../datasets/index.js';
import { embeddedFolder } from '../features/index.js';
import type { AlignmentTask, GroundTruth, MultimodalGraph } from '../graph/index.js';
import { host } from './host.js';

export interface PairsOptions {
  /** How many pairs, from the first on (24). */
  readonly limit?: number;
  /** When given, wrong pairs get a red frame and right ones a green one. */
  readonly truth?: GroundTruth | undefined;
}

/** Matched entities: left row numbers and right row numbers. */
export interface PairList {
  readonly left: ArrayLike<number>;
  readonly right: ArrayLike<number>;
}

/**
 * Shows pairs of the embedded emoji task as pictures, left vendor's beside right vendor's, with their labels on hover.
 * @throws {DataError} for another task: only the embedded one has pictures
 */
export async function showPairs(task: AlignmentTask, pairs: PairList, o: PairsOptions = {}): Promise<void> {
  if (task.name !== 'emoji') throw new DataError(`task "${task.name}" has no pictures`, 'showPairs', 'Use showTable');
  const [leftSheet, rightSheet] = await Promise.all([openSheet(task.left, 1), openSheet(task.right, 2)]);
  const right = o.truth?.rightOf(task.left.entityCount);
  const count = Math.min(o.limit ?? 24, pairs.left.length);
  const cells: string[] = [];
  const lines: string[] = [];
  for (let n = 0; n < count; n++) {
    const [l, r] = [pairs.left[n]!, pairs.right[n]!];
    const verdict = right && (right[l] === r ? 'right' : 'wrong');
    const labels = `${task.left.labels[l]} – ${task.right.labels[r]}${verdict ? ` (${verdict})` : ''}`;
    const colour = verdict === undefined ? '#bbb' : verdict === 'right' ? '#009e73' : '#d55e00';
    const pictures = `${await picture(leftSheet, l)}${await picture(rightSheet, r)}`;
    cells.push(
      `<span title="${escapeHtml(labels)}" style="display:inline-flex;vertical-align:middle;gap:4px;margin:3px;padding:4px;border:2px solid ${colour};border-radius:8px;background:#fff">${pictures}</span>`,
    );
    lines.push(labels);
  }
  host().open({ 'text/html': `<div>${cells.join('')}</div>`, 'text/plain': lines.join('\n') });
}

/** All pictures of a graph, decoded once a call (tens of megabytes, which no cell needs to keep). */
interface Sheet {
  readonly graph: MultimodalGraph;
  readonly sharp: typeof Sharp;
  readonly raw: OutputInfo;
  readonly data: Buffer;
  readonly firstId: number;
}

async function openSheet(graph: MultimodalGraph, side: 1 | 2): Promise<Sheet> {
  const { default: sharp } = await import('sharp');
  const file = join(embeddedFolder(), `thumbnails_${side}.webp`);
  const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
  const firstId = graph.ids.reduce((least, id) => Math.min(least, Number(id)), Number.POSITIVE_INFINITY);
  return { graph, sharp, raw: info, data, firstId };
}

/** One thumbnail as an <img>; an entity without a picture shows its label. */
async function picture({ graph, sharp, raw, data, firstId }: Sheet, row: number): Promise<string> {
  const label = escapeHtml(graph.labels[row]!);
  if (graph.features.get('image')?.known[row] === 0)
    return `<span style="width:${THUMBNAIL}px;height:${THUMBNAIL}px;overflow:hidden;overflow-wrap:anywhere;font:8px/9px sans-serif;color:#555">${label}</span>`;
  const cell = Number(graph.ids[row]) - firstId;
  const tile = await sharp(data, { raw })
    .extract({
      left: (cell % SHEET_COLUMNS) * THUMBNAIL,
      top: Math.floor(cell / SHEET_COLUMNS) * THUMBNAIL,
      width: THUMBNAIL,
      height: THUMBNAIL,
    })
    .webp({ quality: 80 })
    .toBuffer();
  return `<img width="${THUMBNAIL}" height="${THUMBNAIL}" alt="${label}" src="data:image/webp;base64,${tile.toString('base64')}">`;
}
