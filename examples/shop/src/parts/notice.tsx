import { useEffect, useRef, type ReactNode } from 'react'
import type { CombinedError } from 'urql'

interface NoticeProps {
  title: string
  children?: ReactNode
  tone?: 'bad' | 'good' | 'plain'
}

/** Told at once to who cannot see it, and brought into view for who can. */
export function Notice({ title, children, tone = 'bad' }: NoticeProps) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [title])
  return (
    <div className={`notice ${tone}`} role="alert" tabIndex={-1} ref={box}>
      <strong>{title}</strong>
      {children}
    </div>
  )
}

/** For what is no refusal: the network, or the server itself. */
export function Failure({ error, again }: { error: CombinedError; again?: () => void }) {
  return (
    <Notice title={error.networkError ? 'The bakery cannot be reached right now' : 'That did not work'}>
      <p>{error.networkError ? 'Look at your connection, then try again.' : sayErrors(error)}</p>
      {again && (
        <button type="button" className="second" onClick={again}>
          Try again
        </button>
      )}
    </Notice>
  )
}

const sayErrors = ({ graphQLErrors }: CombinedError): string =>
  graphQLErrors.map(({ message }) => message).join(' ')
