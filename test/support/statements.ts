import type { Ask, TestBakery } from './bakery.ts'

/** The statements that a query sends; one that fails, or answers with an error, counts for nothing. */
export async function statementsFor(bakery: TestBakery, ask: Ask, query: string, variables: object = {}) {
  return bakery.statementsOf(async () => {
    const { errors } = await ask(query, variables)
    if (errors) throw new Error(`${JSON.stringify(errors)} for ${query}`)
  })
}
