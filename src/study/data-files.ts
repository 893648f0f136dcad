import { join } from 'node:path';
import { packageRoot } from '../base/index.js';

/** A file of the package's own data. */
export const dataFile = (...path: string[]): string => join(packageRoot(), 'data', ...path);

/** A file name for a pair such as `fr:openmoji,it:fluent`. */
export const fileOfPair = (pair: string): string => pair.replaceAll(/[:,]/g, '-');
