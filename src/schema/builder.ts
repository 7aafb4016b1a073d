import SchemaBuilder from '@pothos/core'
import RelayPlugin from '@pothos/plugin-relay'
import ScopeAuthPlugin, { RequestCache } from '@pothos/plugin-scope-auth'
import { isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql'
import type { Context } from '../context.ts'
import type { LocalDate, LocalTime } from '../domain/calendar.ts'
import { decodeId, encodeId } from '../domain/ids.ts'
import type { Moment } from '../domain/moment.ts'
import { Forbidden, InvalidInput, Unauthenticated } from '../domain/refusals.ts'
import { isAdmin, isStaff } from '../domain/viewer.ts'

const IDS_AT_MOST = 100

export const builder = new SchemaBuilder<{
  Context: Context
  DefaultFieldNullability: false
  DefaultEdgesNullability: { list: false; items: false }
  DefaultNodeNullability: false
  Connection: { totalCount: () => Promise<number> }
  Scalars: {
    ID: { Input: string; Output: string }
    DateTime: { Input: Temporal.Instant; Output: Moment }
    Date: { Input: LocalDate; Output: LocalDate }
    LocalTime: { Input: LocalTime; Output: LocalTime }
    URL: { Input: string; Output: string }
  }
  AuthScopes: { signedIn: boolean; staff: boolean; admin: boolean }
}>({
  plugins: [ScopeAuthPlugin, RelayPlugin],
  defaultFieldNullability: false,
  scopeAuth: {
    authorizeOnSubscribe: true,
    authScopes: ({ asker }) => ({
      signedIn: asker !== null,
      staff: isStaff(asker),
      admin: isAdmin(asker),
    }),
    unauthorizedError: (_parent, { asker }, info) => {
      const what = `${info.parentType.name}.${info.fieldName}`
      return asker
        ? new Forbidden(`Your role does not allow ${what}.`)
        : new Unauthenticated(`${what} needs a token: send one as "Authorization: Bearer …".`)
    },
  },
  relay: {
    idFieldOptions: { description: 'Opaque and globally unique.' },
    encodeGlobalID: (type, id) => encodeId(type, String(id)),
    decodeGlobalID: (opaque) => {
      const known = decodeId(opaque)
      if (!known) throw malformed(['id'], NO_ID)
      return { typename: known.type, id: known.id }
    },
    nodeTypeOptions: { description: 'An object with a globally unique, opaque id.' },
    nodeQueryOptions: {
      description:
        'Any object by its id. Null where there is none, or it is not the viewer’s to see. ' +
        'An id that this API did not make is BAD_USER_INPUT.',
      args: { id: { description: 'As any `id` field gave it.' } },
      resolve: (_root, { id }, _context, { schema }, resolveNode) => {
        requireNodes(schema, [id])
        return resolveNode(id)
      },
    },
    nodesQueryOptions: {
      description: `Several objects by their ids, ${IDS_AT_MOST} at most, in the order of the ids; null for what is not there.`,
      nullable: { list: false, items: true },
      args: { ids: { description: 'As `id` fields gave them.' } },
      resolve: (_root, { ids }, _context, { schema }, resolveNodes) => {
        if (ids.length > IDS_AT_MOST) throw malformed(['ids'], `Ask for ${IDS_AT_MOST} ids at most.`)
        requireNodes(schema, ids)
        return resolveNodes(ids)
      },
    },
    nodesOnConnection: { description: 'The objects of the page, for those who need no cursors.' },
    edgesFieldOptions: { description: 'The objects of the page with their cursors.' },
    pageInfoFieldOptions: { description: 'Whether there is more, and from where to go on.' },
    nodeFieldOptions: { description: 'The object.' },
    cursorFieldOptions: {
      description: 'Its place in the list: goes into `after` or `before` of the same list and sort.',
    },
    pageInfoTypeOptions: { description: 'Where a page of a list begins and ends.' },
    hasNextPageFieldOptions: { description: 'Whether there is more after this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether there is more before this page.' },
    startCursorFieldOptions: { description: 'The first cursor of the page; null where it is empty.' },
    endCursorFieldOptions: { description: 'The last cursor of the page; null where it is empty.' },
    firstArgOptions: { description: 'So many from the beginning, 1 to 100. Without `first` and `last`: 20.' },
    afterArgOptions: { description: 'A cursor: begin behind it.' },
    lastArgOptions: { description: 'So many from the end, 1 to 100. Not together with `first`.' },
    beforeArgOptions: { description: 'A cursor: end before it.' },
  },
})

builder.globalConnectionField('totalCount', (t) =>
  t.int({
    description: 'How many there are in all, over every page. Counted only where it is asked for.',
    resolve: (connection) => connection.totalCount(),
  }),
)

/** Ids without the promises that the plugin makes of each: ours are at hand in their rows. */
export function withPlainIds(schema: GraphQLSchema): GraphQLSchema {
  const node = schema.getType('Node')
  for (const type of isInterfaceType(node) ? schema.getImplementations(node).objects : []) {
    const { id } = type.getFields()
    const { name } = type
    // The bakery's row lies within its settings.
    if (id && name !== 'Bakery') id.resolve = (row: { id: string }) => encodeId(name, row.id)
  }
  return schema
}

/**
 * Lets go of what was found out for a request. The plugin keeps it in a map of weak keys, which young garbage collections
 * take for strong ones: all rows of the request would grow old with it.
 */
export const forgetScopes = (context: object): void => RequestCache.clearForContext(context)

const NO_ID = 'This is no id of this API.'

function requireNodes(schema: GraphQLSchema, ids: readonly { typename: string }[]): void {
  for (const { typename } of ids) {
    const type = schema.getType(typename)
    const isNode = isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node')
    if (!isNode) throw malformed(['id'], NO_ID)
  }
}

const malformed = (path: string[], message: string) =>
  new InvalidInput([{ code: 'MALFORMED', path, message }])

export type Types = typeof builder extends PothosSchemaTypes.SchemaBuilder<infer T> ? T : never
