import path from 'node:path'
import { defineConfig } from 'vitest/config'
import tests from '../../vitest.config.ts'

// `npm run image:test`: the tests of the container, which first build it.
export default defineConfig({
  ...tests,
  root: path.join(import.meta.dirname, '../..'),
  test: {
    ...tests.test,
    include: ['test/image/*.test.ts'],
    exclude: [],
    globalSetup: ['test/image/build-image.ts', 'test/support/global-setup.ts'],
    maxWorkers: 1,
    testTimeout: 60_000,
  },
})
