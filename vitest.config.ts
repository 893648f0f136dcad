import { defineConfig } from 'vitest/config';
import { processorsHere } from './test/support/processors.js';

const suite = {
  globalSetup: ['test/support/build-kernels.ts'],
  // Each test file gets its own process: the compute engine holds worker threads and a BLAS.
  pool: 'forks',
  testTimeout: 120_000,
  hookTimeout: 120_000,
} as const;

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { ...suite, name: 'here', include: ['test/**/*.test.ts', 'src/kernel/test/**/*.test.ts'] } },
      // The searches on other processors: OpenBLAS asks this variable for its kernels when it is loaded.
      ...processorsHere().map((core) => ({
        test: {
          ...suite,
          name: core,
          include: ['test/contract/search*.test.ts'],
          env: { OPENBLAS_CORETYPE: core, PSQE_TEST_ENGINES: 'native' },
        },
      })),
    ],
  },
});
