export type LandingOptions = {
  bakeryName?: string
  development: boolean
  graphiql?: boolean
  /** Addresses of pages that use the API, by name. */
  frontends?: Record<string, string>
  origin?: string
}

/** A cake of three tiers; the colours hold on light and dark ground. */
export const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120" role="img" aria-label="A cake of three tiers">
  <path d="M60 9c-5 6-4 10 0 10s5-4 0-10Z" fill="#f0a63a"/>
  <rect x="57.500" y="19" width="5" height="13" rx="2" fill="#e7b7bf"/>
  <path d="M42 32h36a4 4 0 0 1 4 4v20H38V36a4 4 0 0 1 4-4Z" fill="#f6dfc4"/>
  <path d="M38 42v-6a4 4 0 0 1 4-4h36a4 4 0 0 1 4 4v6c0 5-7 5-7 0 0 8-8 8-8 0 0 5-7 5-7 0 0 7-7 7-7 0 0 5-8 5-8 0 0 4-7 4-7 0Z" fill="#b8405e"/>
  <path d="M30 56h60a4 4 0 0 1 4 4v20H26V60a4 4 0 0 1 4-4Z" fill="#eccba3"/>
  <path d="M26 67v-7a4 4 0 0 1 4-4h60a4 4 0 0 1 4 4v7c0 5-9 5-9 0 0 8-10 8-10 0 0 5-10 5-10 0 0 9-10 9-10 0 0 5-10 5-10 0 0 7-10 7-10 0 0 4-9 4-9 0Z" fill="#f1c3ca"/>
  <path d="M18 80h84a4 4 0 0 1 4 4v20H14V84a4 4 0 0 1 4-4Z" fill="#d9a978"/>
  <path d="M14 91v-7a4 4 0 0 1 4-4h84a4 4 0 0 1 4 4v7c0 5-11 5-11 0 0 8-12 8-12 0 0 5-11 5-11 0 0 9-12 9-12 0 0 5-12 5-12 0 0 8-11 8-11 0 0 5-12 5-12 0 0 4-11 4-11 0Z" fill="#7a4630"/>
  <rect x="6" y="104" width="108" height="6" rx="3" fill="#c9b29c"/>
  <g fill="#fff6ea"><circle cx="49" cy="51" r="1.800"/><circle cx="60" cy="52" r="1.800"/><circle cx="71" cy="51" r="1.800"/></g>
  <g fill="#b8405e"><circle cx="37" cy="76" r="2.200"/><circle cx="60" cy="77" r="2.200"/><circle cx="83" cy="76" r="2.200"/></g>
</svg>`

const STYLE = `
  :root { color-scheme: light dark; --ink: light-dark(#3b2a22, #efe4d8); --soft: light-dark(#7a6455, #b9a797);
    --paper: light-dark(#fdf8f1, #1d1714); --card: light-dark(#fff, #2a211c); --line: light-dark(#ecdfcf, #3d3029);
    --berry: light-dark(#a3324d, #f2909f) }
  * { box-sizing: border-box }
  body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif }
  main { max-width: 46rem; margin: 0 auto; padding: clamp(2rem, 8vh, 5.5rem) 1.25rem 3rem }
  header { display: flex; gap: 1.75rem; align-items: center; margin-bottom: 2.25rem }
  header svg { width: 7.5rem; flex: none }
  h1 { margin: 0; font: 400 clamp(2rem, 6vw, 3rem)/1.1 Georgia, "Times New Roman", serif; letter-spacing: -.01em; text-wrap: balance }
  header p { margin: .6rem 0 0; color: var(--soft); text-wrap: pretty }
  h2 { margin: 2.25rem 0 .75rem; font: 400 1.35rem/1.2 Georgia, "Times New Roman", serif }
  code { font: .875rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
  ul { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: .75rem; margin: 0; padding: 0; list-style: none }
  li a { display: block; height: 100%; padding: .9rem 1.1rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem;
    color: inherit; text-decoration: none }
  li a:hover, li a:focus-visible { border-color: var(--berry) }
  li strong { display: flex; justify-content: space-between; align-items: baseline; color: var(--berry) }
  li code { color: var(--soft); font-weight: 400; font-size: .8rem }
  li span { color: var(--soft); font-size: .925rem }
  pre { margin: 0; padding: 1rem 1.1rem; overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: .75rem }
  footer { margin-top: 2.5rem; color: var(--soft); font-size: .9rem }
  footer a { color: inherit }
  @media (max-width: 32rem) { header { flex-direction: column; align-items: flex-start; gap: 1rem } header svg { width: 6rem } pre { white-space: pre-wrap; overflow-wrap: anywhere } pre code { font-size: .75rem } }
`

const TRY = '{ cakes(first: 3) { nodes { name earliestDate } } }'

export function landingPage(options: LandingOptions): string {
  const { bakeryName = 'Bakehouse', development, graphiql = true, frontends = {} } = options
  const { origin = 'http://localhost:8080' } = options
  const name = escaped(bakeryName)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name}</title>
<link rel="icon" href="icon.svg" type="image/svg+xml">
<style>${STYLE}</style>
</head>
<body>
<main>
<header>
${LOGO}
<div>
<h1>${name}</h1>
<p>Cakes made to order. Behind this page is the bakery’s ordering API: browse cakes, see free slots, price a
basket, place an order and follow it to the counter.</p>
</div>
</header>
<ul>
${Object.entries(frontends)
  .map(([title, href]) => link(escaped(href), escaped(title), 'Runs on this API: npm run demo'))
  .join('\n')}
${graphiql ? link('graphql', 'GraphiQL', 'Try it here, with examples for every role') : ''}
${link('schema.graphql', 'Schema', 'What can be asked, as SDL')}
${link('livez', 'Alive?', 'The server answers')}
${link('readyz', 'Ready?', 'So does its database')}
</ul>
<h2>Ask for cakes</h2>
${command(
  `curl -s ${origin}/graphql \\
  -H 'content-type: application/json' \\
  -d '${JSON.stringify({ query: TRY })}'`,
)}
${development ? forDevelopers(origin) : ''}
</main>
</body>
</html>
`
}

function forDevelopers(origin: string): string {
  return `<h2>Ask as somebody</h2>
${command(
  `curl -s ${origin}/graphql \\
  -H "authorization: Bearer $(npm run -s token -- staff)" \\
  -H 'content-type: application/json' \\
  -d '${JSON.stringify({ query: '{ viewer { role } }' })}'`,
)}
<footer>This server runs for development: <code>npm run -s token -- staff</code> makes a token, also for
<code>customer</code> and <code>admin</code>, and GraphiQL has one for each.</footer>`
}

function link(href: string, title: string, about: string): string {
  return `<li><a href="${href}"><strong>${title}<code>${href.replace(/^(?!http)/, '/')}</code></strong><span>${about}</span></a></li>`
}

function command(text: string): string {
  return `<pre tabindex="0"><code>${escaped(text)}</code></pre>`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
