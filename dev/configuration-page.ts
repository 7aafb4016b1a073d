import { VARIABLES } from '../src/config.ts'

/** The table of every setting, made from the code that reads them. */
export function configurationPage(): string {
  const rows = Object.entries(VARIABLES).map(([name, variable]) => {
    const fallback =
      'fallback' in variable ? variable.fallback && `\`${variable.fallback}\`` : '**must be set**'
    return `| \`${name}\` | ${fallback} | ${variable.meaning} |`
  })
  return `# Settings

All of them come from the environment and are checked at the start: each mistake is named, a line each, before the port
opens. \`npm start\` sets what must be set for development. This page is written by \`npm run docs:config\`.

| variable | default | meaning |
| --- | --- | --- |
${rows.join('\n')}

\`npm run db:migrate\` reads \`DATABASE_URL_DIRECT\`, or \`DATABASE_URL\` where that is not set: a migration takes a
session's lock, which a transaction pooler breaks.
`
}
