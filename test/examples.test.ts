import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillSampleBakery } from '../dev/sample/fill.ts'
import { EXAMPLES } from '../src/serving/graphiql/examples.ts'
import { readExampleValues } from '../src/serving/graphiql/example-values.ts'
import { ADMIN, openBakeryForFile, STAFF, type Answer, type TestBakery } from './support/bakery.ts'

const ANNA = { role: 'CUSTOMER', subject: 'sample|anna@example.com', email: 'anna@example.com' } as const
const ERRORS: Record<string, string[]> = { NotSignedIn: ['UNAUTHENTICATED'] }
const VIEWERS = { guest: null, customer: ANNA, staff: STAFF, admin: ADMIN }

let bakery: TestBakery

beforeAll(async () => {
  const now = Temporal.Now.instant()
  bakery = await openBakeryForFile({ now: now.toString(), settings: false })
  await fillSampleBakery(bakery.db, { now })
})
afterAll(() => bakery.close())

test.each(EXAMPLES.map((example) => [example.name, example] as const))(
  'the tab %s of GraphiQL is answered as it should be',
  async (name, { role, query, variables }) => {
    const values = await readExampleValues(
      async (asker, text, given) => (await bakery.as(VIEWERS[asker])(text, given)).data,
    )
    const given = variables?.(values)
    const answer = query.includes('subscription ')
      ? await firstOf(role, query, given)
      : await bakery.as(VIEWERS[role])(query, given)
    expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual(ERRORS[name])
    const results = Object.values(answer.data as object) as ({
      __typename?: string
      message?: string
    } | null)[]
    const refusals = results.flatMap((result) => result?.message ?? [])
    expect(refusals.length).toBe(name === 'Refused' ? 1 : 0)
  },
)

// A quiet day is an answer too.
async function firstOf(
  role: keyof typeof VIEWERS,
  query: string,
  variables: object | undefined,
): Promise<Answer> {
  const watching = await bakery.watch(VIEWERS[role], query, variables)
  const quiet = new Promise<Answer>((resolve) => setTimeout(resolve, 300, { data: {} }))
  const first = await Promise.race([watching.next(), quiet])
  await watching.leave()
  return first!
}
