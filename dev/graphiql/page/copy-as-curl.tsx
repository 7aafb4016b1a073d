import { ToolbarButton, useGraphiQL } from '@graphiql/react'
import { useState } from 'react'
import { asking, authorizationOf } from './asking.ts'
import { isSubscription } from './fetcher.ts'

export function CopyAsCurl() {
  const editors = useGraphiQL((state) => state)
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    const variables = parsed(editors.variableEditor?.getValue())
    const streams = isSubscription(editors.documentAST, editors.operationName)
    const headers = {
      ...(streams && { accept: 'text/event-stream' }),
      ...(await authorizationOf(asking.role)),
      ...parsed(editors.headerEditor?.getValue()),
    }
    const body = { query: editors.queryEditor?.getValue(), variables, operationName: editors.operationName }
    await navigator.clipboard.writeText(curl(headers, body))
    setCopied(true)
    setTimeout(() => setCopied(false), 1500)
  }
  return (
    <ToolbarButton label={copied ? 'Copied' : 'Copy as curl'} onClick={() => void copy()}>
      <svg viewBox="2 3 20 20" className="graphiql-toolbar-icon" aria-hidden="true">
        <path
          d="m5 7 5 5-5 5m8 0h6"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
    </ToolbarButton>
  )
}

function curl(headers: Record<string, string>, body: unknown): string {
  const all = { 'content-type': 'application/json', ...headers }
  const lines = [
    `curl -sN ${quoted(location.origin + location.pathname)}`,
    ...Object.entries(all).map(([name, value]) => `  -H ${quoted(`${name}: ${value}`)}`),
    `  --data-raw ${quoted(JSON.stringify(body))}`,
  ]
  return lines.join(' \\\n')
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

function parsed(text: string | undefined): Record<string, string> {
  try {
    return JSON.parse(text?.trim() ? text : '{}') as Record<string, string>
  } catch {
    return {}
  }
}
