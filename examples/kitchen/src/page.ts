import { useEffect, useRef } from 'react'
import { useQuery, type AnyVariables, type TypedDocumentNode } from 'urql'
import { graphql } from './gql/index.ts'
import { updateBakery, type BakeryFacts } from './session.ts'

export const BAKERY_FACTS = graphql(`
  fragment BakeryFacts on Bakery {
    name
    locale
    timeZone
  }
`)

/** All that a page shows, by one request; `refresh` asks it again. */
export function usePage<Data extends { bakery: BakeryFacts }, Variables extends AnyVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
) {
  const args = { query, variables } as Parameters<typeof useQuery<Data, Variables>>[0]
  const [{ data, error, fetching, stale }, ask] = useQuery(args)
  const isAsking = fetching || stale
  const isOutdated = useRef(false)

  const refresh = () => {
    // What is on its way may have been read before the change.
    isOutdated.current = isAsking
    if (!isAsking) ask({ requestPolicy: 'network-only' })
  }
  useEffect(() => {
    if (!isAsking && isOutdated.current) refresh()
  })
  useEffect(() => {
    if (data) updateBakery(data.bakery)
  }, [data])
  return { data, error, refresh }
}
