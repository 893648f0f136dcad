import { EngineError } from '../../src/base/index.js';
import { type EngineName, useEngine } from '../../src/compute/index.js';

/** All, or those that vitest.config.ts names for a project. */
const all = (process.env.PSQE_TEST_ENGINES?.split(',') ?? ['native', 'wasm', 'js']) as readonly EngineName[];

/** The engines among `wanted` that load on this machine; says which do not, and why. */
export function enginesHere(wanted = all): EngineName[] {
  return wanted.filter((engine) => {
    try {
      useEngine({ engine });
      return true;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      console.warn(`skipped on engine ${engine}: ${error.message}`);
      return false;
    }
  });
}
