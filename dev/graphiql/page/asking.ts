import { EXAMPLES } from '../../../src/serving/graphiql/examples.ts'
import type { Ask, ExampleRole } from '../../../src/serving/graphiql/example-values.ts'

export const ROLES: readonly ExampleRole[] = ['guest', 'customer', 'staff', 'admin']
export const inDevelopment = 'development' in document.documentElement.dataset

type Tab = { id: string; title: string }
const CHOSEN = 'bakehouse:roles'
const TOKEN_MAX_AGE = 300_000

/** The role of the tab that is open: what was chosen for it, or what its example is for. */
export const asking = { role: 'guest' as ExampleRole }

export function roleOf(tab: Tab): ExampleRole {
  return chosenRoles()[tab.id] ?? EXAMPLES.find((example) => example.name === tab.title)?.role ?? 'guest'
}

export function chooseRole(tab: Tab, role: ExampleRole): void {
  localStorage.setItem(CHOSEN, JSON.stringify({ ...chosenRoles(), [tab.id]: role }))
}

function chosenRoles(): Record<string, ExampleRole | undefined> {
  return JSON.parse(localStorage.getItem(CHOSEN) ?? '{}') as Record<string, ExampleRole | undefined>
}

let tokens: { at: number; answer: Promise<Partial<Record<ExampleRole, string>>> } | undefined

export async function authorizationOf(role: ExampleRole): Promise<Record<string, string>> {
  if (!inDevelopment || role === 'guest') return {}
  if (!tokens || Date.now() - tokens.at > TOKEN_MAX_AGE) {
    const answer = fetch('dev/tokens').then((response) => (response.ok ? response.json() : {}))
    tokens = { at: Date.now(), answer: answer.catch(() => ({})) }
  }
  const token = (await tokens.answer)[role]
  return token ? { authorization: `Bearer ${token}` } : {}
}

export const ask: Ask = async (role, query, variables) => {
  const authorization = await authorizationOf(role)
  if (role !== 'guest' && !authorization['authorization']) return undefined
  try {
    const response = await fetch(location.pathname, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization },
      body: JSON.stringify({ query, variables }),
    })
    return ((await response.json()) as { data?: never }).data ?? undefined
  } catch {
    return undefined
  }
}
