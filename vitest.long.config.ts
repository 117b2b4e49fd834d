import { defineConfig } from 'vitest/config';

/** Soak, peers, mutants: what takes minutes. One file at a time, so that each measures an otherwise idle machine. */
export default defineConfig({
  test: {
    include: ['test/long/**/*.test.ts'],
    exclude: ['node_modules/**'],
    passWithNoTests: true,
    testTimeout: 600_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 1,
  },
});
