import { EXAMPLES } from '../../../src/serving/graphiql/examples.ts'
import type { ExampleValues } from '../../../src/serving/graphiql/example-values.ts'

export type Tab = {
  id: string
  hash: string | null
  title: string
  query: string | null
  variables: string | null
  headers: string | null
  operationName: string | null
  response: string | null
}
type Tabs = { tabs: Tab[]; activeTabIndex: number }
type Keep = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const TABS = 'graphiql:tabState'
const FILLED = 'bakehouse:filled'

export function exampleTabs(values: ExampleValues): Tab[] {
  return EXAMPLES.map((example) => {
    const variables = example.variables ? JSON.stringify(example.variables(values), null, 2) : ''
    return {
      id: `example-${example.name}`,
      hash: null,
      title: example.name,
      query: example.query,
      variables,
      headers: null,
      operationName: example.name,
      response: null,
    }
  })
}

/**
 * Lays out the tabs before GraphiQL reads them: the examples at first, later those that were kept. Dates and ids of
 * an example grow old, so one that nobody has touched is filled in anew.
 */
export function prepareTabs(storage: Keep, values: ExampleValues): void {
  const fresh = exampleTabs(values)
  const filled = (read(storage, FILLED) ?? {}) as Record<string, string>
  const kept = read(storage, TABS) as Tabs | undefined
  const tabs = kept?.tabs?.length
    ? kept.tabs.map((tab) => {
        const untouched = filled[tab.id] === contentOf(tab)
        return (untouched && fresh.find((example) => example.id === tab.id)) || tab
      })
    : fresh
  const activeTabIndex = Math.min(Math.max(kept?.activeTabIndex ?? 0, 0), tabs.length - 1)
  storage.setItem(TABS, JSON.stringify({ tabs, activeTabIndex }))
  storage.setItem(FILLED, JSON.stringify(Object.fromEntries(fresh.map((tab) => [tab.id, contentOf(tab)]))))
  const active = tabs[activeTabIndex]
  keep(storage, 'graphiql:query', active?.query)
  keep(storage, 'graphiql:variables', active?.variables)
  keep(storage, 'graphiql:headers', active?.headers)
}

function contentOf(tab: Tab): string {
  return `${tab.query ?? ''}|${tab.variables ?? ''}`
}

function read(storage: Keep, key: string): unknown {
  try {
    return JSON.parse(storage.getItem(key) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

function keep(storage: Keep, key: string, value: string | null | undefined): void {
  if (value) storage.setItem(key, value)
  else storage.removeItem(key)
}
