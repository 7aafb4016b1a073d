import { configDefaults, defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { dedupe: ['graphql'] },
  // Without it Vite takes the CommonJS copy of graphql, and Node the ES module for the packages that it loads itself.
  ssr: { resolve: { conditions: ['module-sync', 'node'] } },
  test: {
    include: ['test/**/*.test.ts'],
    // `npm run image:test` needs an image, `npm run examples:test` the examples, built.
    exclude: [...configDefaults.exclude, 'test/image/**', 'test/examples/**'],
    globalSetup: 'test/support/global-setup.ts',
    pool: 'forks',
    // A file mostly waits: for Postgres, for processes that stop. Loading the schema anew for each would take longer than most.
    maxWorkers: 3,
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
