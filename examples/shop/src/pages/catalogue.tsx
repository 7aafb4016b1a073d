import { useSearchParams } from 'wouter'
import { usePage } from '../bakery.ts'
import { graphql } from '../gql/gql.ts'
import type { Allergen, CakeFilter, CakeSort, Diet } from '../gql/graphql.ts'
import { CakeCard } from '../parts/cake-card.tsx'
import { Filters } from '../parts/filters.tsx'
import { Failure } from '../parts/notice.tsx'
import { useTitle } from '../parts/shell.tsx'

const CATALOGUE = graphql(`
  query Catalogue($first: Int!, $sort: CakeSort!, $filter: CakeFilter) {
    bakery {
      ...BakeryParts
      categories
    }
    cakes(first: $first, sort: $sort, filter: $filter) {
      totalCount
      pageInfo {
        hasNextPage
      }
      nodes {
        id
        ...CakeParts
      }
    }
  }
`)

const PAGE = 24

export function Catalogue() {
  const [params, setParams] = useSearchParams()
  const variables = variablesOf(params)
  const { data, error, waiting, refetch } = usePage({ query: CATALOGUE, variables })
  useTitle('Cakes')
  const change = (name: string, values: string[]) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before)
        after.delete(name)
        for (const value of values) if (value) after.append(name, value)
        return after
      },
      { replace: true },
    )

  return (
    <>
      <div className="hello">
        <h1>Cakes made for your day</h1>
        <p>Choose a cake, make it yours, and pick the day. Nothing is baked before you order it.</p>
      </div>
      <Filters params={params} categories={data?.bakery.categories ?? []} change={change} />
      {error && <Failure error={error} again={refetch} />}
      <p className="found" role="status">
        {data && sayCount(data.cakes.totalCount)}
      </p>
      {data?.cakes.totalCount === 0 && (
        <button type="button" className="second" onClick={() => setParams('', { replace: true })}>
          Show all cakes
        </button>
      )}
      {!data && waiting && <div className="cakes waiting" aria-hidden="true" children={SKELETONS} />}
      <ul className="cakes" aria-busy={waiting}>
        {data?.cakes.nodes.map((cake, index) => (
          <li key={cake.id}>
            <CakeCard cake={cake} eager={index < 4} />
          </li>
        ))}
      </ul>
      {data?.cakes.pageInfo.hasNextPage && (
        <button
          type="button"
          className="second more"
          onClick={() => change('first', [String(variables.first + PAGE)])}
        >
          More cakes
        </button>
      )}
    </>
  )
}

/** The address holds what is looked for, so that it can be sent to somebody, or gone back to. */
function variablesOf(params: URLSearchParams) {
  const filter: CakeFilter = {
    search: params.get('search') || undefined,
    category: params.get('category') || undefined,
    availableOn: params.get('on') || undefined,
    minServings: Number(params.get('people')) || undefined,
    diets: params.has('diet') ? (params.getAll('diet') as Diet[]) : undefined,
    withoutAllergens: params.has('without') ? (params.getAll('without') as Allergen[]) : undefined,
  }
  return {
    first: Math.min(Number(params.get('first')) || PAGE, 100),
    sort: (params.get('sort') ?? 'NAME') as CakeSort,
    filter,
  }
}

const sayCount = (count: number): string =>
  count === 0 ? 'No cake is like that. Ask for a little less?' : count === 1 ? '1 cake' : `${count} cakes`

const SKELETONS = Array.from({ length: 8 }, (_, index) => <span key={index} />)
