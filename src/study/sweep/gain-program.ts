import { join } from 'node:path';
import { packageRoot } from '../../base/index.js';

/** The program of workers that run jobs of the gain study: what is built, also where this runs from the sources (Node runs no TypeScript). */
export const gainProgram = (): string => join(packageRoot(), 'dist', 'study', 'sweep', 'gain-worker.js');
