import { buildKernels } from '../../src/compute/assembly/build.mjs';

/** Vitest calls this once before all tests: the engines load the compiled kernels from dist. */
export async function setup(): Promise<void> {
  await buildKernels();
}
