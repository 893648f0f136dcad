import type { AlignmentTask, Links } from '../graph/index.js';
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
