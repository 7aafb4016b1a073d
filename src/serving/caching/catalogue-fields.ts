import {
  getOperationAST,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'

/**
 * What everybody is told alike, of cakes and settings and by the clock, whatever is booked. An answer that holds nothing
 * else can be kept and handed on. A field that is not here is shared with nobody.
 */
export const CATALOGUE_FIELDS: Record<string, readonly string[]> = {
  Query: ['bakery', 'cake', 'cakes'],
  Bakery: [
    'bookingHorizonDays',
    'cancellationNoticeHours',
    'categories',
    'confirmsAutomatically',
    'currency',
    'deliveryZones',
    'email',
    'id',
    'locale',
    'name',
    'openingHours',
    'phone',
    'pricesIncludeTax',
    'specialDays',
    'taxRateBasisPoints',
    'timeZone',
  ],
  Cake: [
    'allergens',
    'categories',
    'createdAt',
    'cutoff',
    'description',
    'diets',
    'earliestDate',
    'id',
    'images',
    'inscriptionMaxLength',
    'leadDays',
    'name',
    'optionGroups',
    'priceFrom',
    'seasonFrom',
    'seasonUntil',
    'slug',
    'status',
    'taxRateBasisPoints',
    'updatedAt',
    'variants',
  ],
  CakeConnection: ['edges', 'nodes', 'pageInfo', 'totalCount'],
  CakeEdge: ['cursor', 'node'],
  CakeImage: ['alt', 'url'],
  CakeOption: ['allergens', 'available', 'id', 'name', 'surcharge'],
  CakeVariant: ['cake', 'id', 'name', 'price', 'productionUnits', 'servings', 'sku'],
  DeliveryZone: ['fee', 'minimumSubtotal', 'name', 'postalCodePrefixes'],
  Money: ['amount', 'currency', 'formatted'],
  OpeningHours: ['closes', 'method', 'opens', 'slotMinutes', 'weekday'],
  OptionGroup: ['id', 'maxChoices', 'minChoices', 'name', 'options', 'pricing'],
  PageInfo: ['endCursor', 'hasNextPage', 'hasPreviousPage', 'startCursor'],
  SpecialDay: ['closed', 'date', 'openingHours', 'reason'],
  SpecialHours: ['closes', 'method', 'opens', 'slotMinutes'],
}

const known = new WeakMap<object, boolean>()

/** Whether an operation asks for nothing but the catalogue. */
export function isOfCatalogue(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName?: string | null,
): boolean {
  const operation = getOperationAST(document, operationName)
  if (!operation) return false
  const before = known.get(operation)
  if (before !== undefined) return before
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)
  const isShared =
    !isOfNothing(operation) && [operation, ...fragments].every((part) => isShareable(schema, part))
  known.set(operation, isShared)
  return isShared
}

// What only asks whether we are there needs no version of the catalogue.
const isOfNothing = ({ selectionSet }: OperationDefinitionNode): boolean =>
  selectionSet.selections.every((each) => each.kind === Kind.FIELD && each.name.value === '__typename')

function isShareable(schema: GraphQLSchema, part: DocumentNode['definitions'][number]): boolean {
  const types = new TypeInfo(schema)
  let isShared = true
  const Field = ({ name: { value } }: { name: { value: string } }) => {
    const type = types.getParentType()?.name ?? ''
    isShared &&= value === '__typename' || (CATALOGUE_FIELDS[type]?.includes(value) ?? false)
  }
  visit(part, visitWithTypeInfo(types, { Field }))
  return isShared
}
