import { globSync } from 'node:fs'
import babel from '@rolldown/plugin-babel'
import { defineConfig } from 'vite'

export default defineConfig({
  // Relay’s `graphql` tags become imports of what its compiler wrote.
  plugins: [babel({ include: /\/relay\//, plugins: ['@babel/plugin-syntax-typescript', 'relay'] })],
  build: {
    lib: { entry: entries('{common,plain,urql,apollo,relay,tada}/*.ts'), formats: ['es'] },
    target: 'esnext',
    minify: false,
  },
})

// A page of your own has one entry; these clients have one for each file.
function entries(pattern: string): Record<string, string> {
  return Object.fromEntries(globSync(pattern).map((file) => [file.replace(/\.ts$/, ''), file]))
}
