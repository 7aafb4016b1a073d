import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { dedupe: ['graphql'] },
  // Without it Vite takes the CommonJS copy of graphql, and Node the ES module for the packages that it loads itself.
  ssr: { resolve: { conditions: ['module-sync', 'node'] } },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/global-setup.ts',
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
