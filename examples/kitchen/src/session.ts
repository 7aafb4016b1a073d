import { useSyncExternalStore } from 'react'

/** What a screen has to know of its bakery before it can ask for a day: which day it is there, and how to write it. */
export interface BakeryFacts {
  name: string
  locale: string
  timeZone: string
}

export interface Session {
  token: string
  bakery: BakeryFacts
}

const KEPT_AS = 'bakehouse-kitchen'
const watchers = new Set<() => void>()
let session = read()

export const useSession = () => useSyncExternalStore(watch, () => session)

export function useBakery(): BakeryFacts {
  const { bakery } = useSession() ?? {}
  if (!bakery) throw new Error('Nobody is signed in')
  return bakery
}

export const currentToken = () => session?.token

export function signIn(next: Session): void {
  localStorage.setItem(KEPT_AS, JSON.stringify(next))
  change(next)
}

export function signOut(): void {
  localStorage.removeItem(KEPT_AS)
  change(undefined)
}

/** The bakery may have got another name since this screen was signed in. */
export function updateBakery({ name, locale, timeZone }: BakeryFacts): void {
  const bakery = { name, locale, timeZone }
  if (session && JSON.stringify(session.bakery) !== JSON.stringify(bakery)) signIn({ ...session, bakery })
}

function read(): Session | undefined {
  const kept = localStorage.getItem(KEPT_AS)
  return kept ? (JSON.parse(kept) as Session) : undefined
}

function change(next: Session | undefined): void {
  session = next
  for (const tell of watchers) tell()
}

function watch(tell: () => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}

// Another tab of this screen signed in or out.
addEventListener('storage', ({ key }) => {
  if (key === KEPT_AS) change(read())
})
