import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildKernels, buildThreads } from '../../src/compute/wasm/build.mjs';

const setupFile = join(import.meta.dirname, '..', '..', 'src', 'setup', 'review-page.mjs');

/** Vitest calls this once before all tests: engines load the compiled kernels and the threads' modules from dist, reviews their page. */
export async function setup(): Promise<void> {
  await buildKernels();
  await buildThreads();
  const { buildReviewPage } = await import(pathToFileURL(setupFile).href);
  await buildReviewPage();
}
