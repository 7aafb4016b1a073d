import path from 'node:path'
import { DATA } from './data.ts'

/** What is said once all of it runs. */
export function welcome(port: number, isEmbedded: boolean, frontends: Record<string, string>): string {
  const origin = `http://localhost:${port}`
  const folder = path.relative(process.cwd(), DATA) || '.'
  const data = isEmbedded
    ? `the data stays in ${folder.startsWith('..') ? DATA : folder}, and without it the next start begins afresh`
    : 'the data stays in your Postgres'
  const places = Object.entries({
    ...frontends,
    Overview: origin,
    GraphiQL: `${origin}/graphql`,
    Schema: `${origin}/schema.graphql`,
    Health: `${origin}/readyz`,
    'A token': 'npm run -s token -- customer     (or staff, or admin)',
  }).map(([name, place]) => `  ${name.padEnd(10)} ${place}`)
  return `
Bakehouse is open, after ${(performance.now() / 1000).toFixed(1)} s.

${places.join('\n')}

Ctrl-C stops it; ${data}.`
}
