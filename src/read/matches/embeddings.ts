import { join } from 'node:path';
import { dump } from 'npyjs';
import { type FileContent, writeFiles } from '../../base/index.js';
import type { Matrix } from '../../compute/index.js';
import type { AlignmentTask } from '../../graph/index.js';
import { csvText } from '../csv-text.js';

/**
 * Writes what an aligner made of all entities: `embedding_1.npy` and `embedding_2.npy`, row i that of the i-th entity of
 * `entities_1.csv` and `entities_2.csv` (id, label). The folder can be read as two graphs without edges,
 * where it is whole: `embedding_2.npy` comes last.
 */
export function writeEmbeddings(
  dir: string,
  sides: { readonly left: Matrix; readonly right: Matrix },
  task: AlignmentTask,
): void {
  writeFiles(embeddingFiles(dir, sides, task));
}

/** The files of {@link writeEmbeddings}. */
export function embeddingFiles(
  dir: string,
  sides: { readonly left: Matrix; readonly right: Matrix },
  task: AlignmentTask,
): FileContent[] {
  return (['left', 'right'] as const).flatMap((name, s): FileContent[] => {
    const [{ data, rows, cols }, { ids, labels }] = [sides[name], task[name]];
    const entities = ids.map((id, i) => [id, labels[i]!]);
    return [
      [join(dir, `entities_${s + 1}.csv`), csvText(['id', 'label'], entities)],
      [join(dir, `embedding_${s + 1}.npy`), new Uint8Array(dump(data, [rows, cols]))],
    ];
  });
}
