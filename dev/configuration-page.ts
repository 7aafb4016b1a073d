import { SETUP_VARIABLES, VARIABLES } from '../src/config-variables.ts'

/** The table of every setting, made from the code that reads them. */
export function configurationPage(): string {
  return `# Settings

All of them come from the environment and are checked at the start: each mistake is named, a line each, before the port
opens. \`npm start\` sets what must be set for development. This page is written by \`npm run docs:config\`.

${table(VARIABLES)}

## Setting a bakery up

\`npm run db:migrate\` brings the database up to date. Where it holds no bakery yet and \`BAKERY_NAME\` is set, it makes
one, closed on every day until an admin writes its settings through the API. It reads \`DATABASE_URL_DIRECT\`, or
\`DATABASE_URL\` where that is not set: a migration takes a session's lock, which a transaction pooler breaks.
\`DATABASE_CONNECT_TIMEOUT_MS\` counts there as well.

${table(SETUP_VARIABLES)}
`
}

function table(variables: Record<string, { fallback?: string; meaning: string }>): string {
  const rows = Object.entries(variables).map(([name, { fallback, meaning }]) => {
    const without = fallback === undefined ? '**must be set**' : fallback && `\`${fallback}\``
    return `| \`${name}\` | ${without} | ${meaning} |`
  })
  return `| variable | default | meaning |\n| --- | --- | --- |\n${rows.join('\n')}`
}
