import path from 'node:path'
import { defineConfig } from 'vitest/config'
import tests from '../../vitest.config.ts'

// `npm run examples:test`: what is in examples/, built before, in a real browser and against a real server.
export default defineConfig({
  ...tests,
  root: path.join(import.meta.dirname, '../..'),
  test: {
    ...tests.test,
    include: ['test/examples/**/*.test.ts'],
    exclude: [],
    // Each file has a server and a browser of its own.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
