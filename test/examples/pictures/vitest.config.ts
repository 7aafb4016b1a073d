import path from 'node:path'
import { defineConfig } from 'vitest/config'
import tests from '../vitest.config.ts'

// `npm run examples:pictures`: draws docs/pictures anew. Each frontend has a file of its own here.
export default defineConfig({
  ...tests,
  root: path.join(import.meta.dirname, '../../..'),
  test: { ...tests.test, include: ['test/examples/pictures/*.pictures.ts'] },
})
