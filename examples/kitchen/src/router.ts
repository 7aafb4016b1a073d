import { useSyncExternalStore } from 'react'

// Links are plain links. Where the browser has the Navigation API they change the page without loading it anew.

export const usePath = (): string[] =>
  useSyncExternalStore(watch, () => location.pathname)
    .split('/')
    .filter(Boolean)

const hasNavigation = 'navigation' in globalThis

if (hasNavigation) {
  navigation.addEventListener('navigate', (event) => {
    const isHere = new URL(event.destination.url).origin === location.origin
    if (event.canIntercept && isHere && !event.hashChange && event.navigationType !== 'reload')
      event.intercept()
  })
}

function watch(tell: () => void): () => void {
  if (!hasNavigation) return () => {}
  navigation.addEventListener('currententrychange', tell)
  return () => navigation.removeEventListener('currententrychange', tell)
}
