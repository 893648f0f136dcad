import { buildKernels, buildThreads } from '../../src/compute/wasm/build.mjs';

/** Vitest calls this once before all tests: the engines load the compiled kernels and the threads' modules from dist. */
export async function setup(): Promise<void> {
  await buildKernels();
  await buildThreads();
}
