import { DataError } from '../base/index.js';
import { type AlignmentTask, GroundTruth, type Links } from '../graph/index.js';
import type { Dataset } from './dataset.js';
import { entityLinks } from './formats/openea.js';
import { linksOf } from './raw.js';
import { folderSource } from './source.js';

/** True links as OpenEA splits them. */
export interface Fold {
  readonly train: Links;
  /** Undefined where the folder has no such file. */
  readonly valid: Links | undefined;
  readonly test: Links | undefined;
  /** What was left out, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Reads one fold of OpenEA: `train_links`, `valid_links` and `test_links` of a folder like `721_5fold/1`. A link given twice
 * is one; ends that are unknown or linked already are left out, and said.
 * @throws {InputError} when there is no such folder, or no `train_links` in it
 */
export function readFold(dir: string, task: AlignmentTask): Fold {
  const source = folderSource(dir);
  const notes: string[] = [];
  const part = (name: string): Links | undefined => {
    const links = entityLinks(source.bytes(name), source.path(name), notes);
    return (
      links &&
      linksOf(
        links,
        (id) => task.left.row(id),
        (id) => task.right.row(id),
        notes,
      )
    );
  };
  const optional = (name: string) => (source.has(name) ? part(name) : undefined);
  const none: Links = { left: new Int32Array(), right: new Int32Array() };
  return {
    train: part('train_links') ?? none,
    valid: optional('valid_links'),
    test: optional('test_links'),
    notes,
  };
}

/**
 * A data set with the test links of a fold as its truth, instead of all links; the notes tell how many others there are.
 * @throws as {@link readFold}, {@link DataError} where no test link can be used
 */
export function withFold(dataset: Dataset, dir: string): Dataset {
  const { train, valid, test, notes } = readFold(dir, dataset.task);
  if (!test) throw new DataError('no test_links that can be used', dir, 'Name another fold');
  const rest =
    `${dir}: evaluated on ${test.left.length} test links; ${train.left.length} to train and ${valid?.left.length ?? 0} to ` +
    'validate are not used';
  // What was said of all links is no longer true.
  const before = dataset.notes.filter((note) => !note.endsWith('links, for evaluation only'));
  return { ...dataset, truth: new GroundTruth(test), notes: [...before, ...notes, rest] };
}
