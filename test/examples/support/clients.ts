import path from 'node:path'
import { pathToFileURL } from 'node:url'

const BUILT = path.join(import.meta.dirname, '../../../examples/clients/dist')

export interface Settings {
  token?: () => string | undefined
  byId?: boolean
}

export interface Result {
  __typename: string
  replayed?: boolean
  guestToken?: string | null
  order?: { id: string; number: string; status: string }
}

/** What each of the clients can do, in the same words. */
export interface Client {
  cakes(first: number): Promise<string[]>
  placeOrder(input: object): Promise<Result>
  tell(result: Result): string
}

interface List<Cake> {
  nodes: Cake[]
  edges: { node: Cake }[]
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
}
interface Named {
  name: string
}

interface Observed {
  subscribe(told: (result: { data?: { cakes: List<Named> }; error?: Error }) => void): void
}

type Module = Record<string, (...given: unknown[]) => unknown>

/** A module of the clients as their build left it. */
export const built = async (file: string): Promise<Module> =>
  (await import(pathToFileURL(path.join(BUILT, `${file}.js`)).href)) as Module

type Open = (address: string, settings?: Settings) => Promise<Client>

export const CLIENTS: Record<'plain' | 'urql' | 'apollo' | 'relay' | 'tada', Open> = {
  plain: async (address, settings) => {
    const api = (await built('plain/api'))['connect']!(address, settings)
    return opened('plain', api, async (cakes, first) => {
      const names: string[] = []
      for await (const page of cakes(api, first) as AsyncGenerator<Named[]>)
        names.push(...page.map(({ name }) => name))
      return names
    })
  },
  urql: (address, settings) => byPages('urql', address, settings),
  tada: (address, settings) => byPages('tada', address, settings),
  apollo: async (address, settings) => {
    const client = (await built('apollo/client'))['connect']!(address, settings)
    const { watchCakes, moreCakes } = await built('apollo/cakes')
    return opened('apollo', client, async (_, first) => {
      const watched = watchCakes!(client, first) as Observed
      let end: string | null = null
      const list = await new Promise<List<Named>>((resolve, reject) =>
        watched.subscribe(({ data, error }) => {
          if (error) reject(error)
          if (!data || data.cakes.pageInfo.endCursor === end) return
          if (!data.cakes.pageInfo.hasNextPage) resolve(data.cakes)
          end = data.cakes.pageInfo.endCursor
          void moreCakes!(watched)
        }),
      )
      return list.edges.map(({ node }) => node.name)
    })
  },
  relay: async (address, settings) => {
    const environment = (await built('relay/environment'))['connect']!(address, settings)
    return opened('relay', environment, async (cakes, first) => {
      let list = (await cakes(environment, null, first)) as List<Named>
      while (list.pageInfo.hasNextPage)
        list = (await cakes(environment, list.pageInfo.endCursor, first)) as List<Named>
      return list.edges.map(({ node }) => node.name)
    })
  },
}

async function byPages(name: 'urql' | 'tada', address: string, settings?: Settings): Promise<Client> {
  const client = (await built('urql/client'))['connect']!(address, settings)
  return opened(name, client, async (cakes, first) => {
    const names: string[] = []
    for (let after: string | null = null, more = true; more;) {
      const { nodes, pageInfo } = (await cakes(client, after, first)) as List<Named>
      names.push(...nodes.map((cake) => cake.name))
      after = pageInfo.endCursor
      more = pageInfo.hasNextPage
    }
    return names
  })
}

async function opened(
  name: keyof typeof CLIENTS,
  client: unknown,
  namesOf: (cakes: (...given: unknown[]) => unknown, first: number) => Promise<string[]>,
): Promise<Client> {
  const { cakes } = await built(`${name}/cakes`)
  const { placeOrder, tell } = await built(`${name}/place-order`)
  return {
    cakes: (first) => namesOf(cakes!, first),
    placeOrder: (input) => placeOrder!(client, input) as Promise<Result>,
    tell: (result) => tell!(result) as string,
  }
}
