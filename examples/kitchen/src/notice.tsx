import { useSyncExternalStore } from 'react'

/** What has just happened, told at the foot of the screen until it is read or something else happens. */
export interface Notice {
  tone: 'good' | 'bad'
  text: string
}

let notice: Notice | undefined
const watchers = new Set<() => void>()

export function tell(tone: Notice['tone'], text: string): void {
  change({ tone, text })
}

export function NoticeBar() {
  const told = useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => notice,
  )
  return (
    <div className="notice" role="status" aria-live="assertive" data-tone={told?.tone}>
      {told && (
        <>
          <p>{told.text}</p>
          <button onClick={() => change(undefined)}>All right</button>
        </>
      )}
    </div>
  )
}

function change(next: Notice | undefined): void {
  notice = next
  for (const watcher of watchers) watcher()
}
