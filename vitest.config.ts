import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'src/kernel/test/**/*.test.ts'],
    globalSetup: ['test/support/build-kernels.ts'],
    // Each test file gets its own process: the compute engine holds worker threads and a BLAS.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
