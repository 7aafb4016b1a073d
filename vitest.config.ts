import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { dedupe: ['graphql'] },
  // Without it Vite takes the CommonJS copy of graphql, and Node the ES module for the packages that it loads itself.
  ssr: { resolve: { conditions: ['module-sync', 'node'] } },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/global-setup.ts',
    pool: 'forks',
    // Browsers and start-ups have deadlines that a crowded machine can miss once.
    retry: process.env['CI'] ? 1 : 0,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
