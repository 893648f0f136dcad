import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '../base/index.js';
import { SHEET_COLUMNS, THUMBNAIL } from '../datasets/index.js';
import { embeddedFolder } from '../features/index.js';
import type { AlignmentTask, GroundTruth, MultimodalGraph } from '../graph/index.js';
import { host } from './host.js';
import { escapeHtml } from './html.js';

export interface PairsOptions {
  /** How many pairs, from the first on (24). */
  readonly limit?: number;
  /** When given, wrong pairs get a red frame and right ones a green one. */
  readonly truth?: GroundTruth;
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
  const right = o.truth?.rightOf(task.left.entityCount);
  const count = Math.min(o.limit ?? 24, pairs.left.length);
  const cells: string[] = [];
  const lines: string[] = [];
  for (let n = 0; n < count; n++) {
    const [l, r] = [pairs.left[n]!, pairs.right[n]!];
    const verdict = right && (right[l] === r ? 'right' : 'wrong');
    const labels = `${task.left.labels[l]} – ${task.right.labels[r]}${verdict ? ` (${verdict})` : ''}`;
    const colour = verdict === undefined ? '#bbb' : verdict === 'right' ? '#009e73' : '#d55e00';
    const pictures = `${await picture(task.left, 1, l)}${await picture(task.right, 2, r)}`;
    cells.push(
      `<span title="${escapeHtml(labels)}" style="display:inline-flex;vertical-align:middle;gap:4px;margin:3px;padding:4px;border:2px solid ${colour};border-radius:8px;background:#fff">${pictures}</span>`,
    );
    lines.push(labels);
  }
  host().open({ 'text/html': `<div>${cells.join('')}</div>`, 'text/plain': lines.join('\n') });
}

/** One thumbnail as an <img>; an entity without a picture shows its label. */
async function picture(graph: MultimodalGraph, side: 1 | 2, row: number): Promise<string> {
  const label = escapeHtml(graph.labels[row]!);
  if (graph.features.get('image')?.known[row] === 0)
    return `<span style="width:${THUMBNAIL}px;height:${THUMBNAIL}px;overflow:hidden;overflow-wrap:anywhere;font:8px/9px sans-serif;color:#555">${label}</span>`;
  const { default: sharp } = await import('sharp');
  const cell = Number(graph.ids[row]) - firstId(graph);
  const tile = await sharp(sheet(side))
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

const firstId = (graph: MultimodalGraph) =>
  graph.ids.reduce((least, id) => Math.min(least, Number(id)), Number.POSITIVE_INFINITY);

const sheets = new Map<number, Buffer>();

function sheet(side: 1 | 2): Buffer {
  const held = sheets.get(side) ?? readFileSync(join(embeddedFolder(), `thumbnails_${side}.webp`));
  sheets.set(side, held);
  return held;
}
