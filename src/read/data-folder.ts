import { join, resolve } from 'node:path';
import { packageRoot } from '../base/index.js';

/**
 * A data set that is too large for the repository: a folder in the one that the environment variable `PSQE_DATA` names,
 * or else in `../shared/data` beside the package. It need not be there.
 */
export function dataFolder(...names: readonly string[]): string {
  return join(process.env.PSQE_DATA ?? resolve(packageRoot(), '..', 'shared', 'data'), ...names);
}
