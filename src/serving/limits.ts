import { Kind, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql'

/** What one request may ask for at most; what it costs is counted elsewhere. */
export const LIMITS = {
  /** Bytes of a body. */
  body: 100_000,
  /** Entries of a list in the variables; each list has a bound of its own below this. */
  list: 2_000,
  tokens: 1_000,
  /** Levels of fields, those of introspection left out: graphql has a rule for these. */
  depth: 12,
  /** How often one field may stand in one level, under whatever aliases. */
  repeats: 15,
  rootFields: 10,
  /** Scalars of all objects of an answer. */
  fields: 10_000,
  /** Mistakes told of one document. */
  mistakes: 10,
} as const

/**
 * What is too much of a document, if anything is. Looks at what is written, so that it is done before validation,
 * and at each fragment once, however often it is spread.
 */
export function excessOf(document: DocumentNode): string | undefined {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  const look = lookerAt(fragments)
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION)
      continue
    const { depth, repeated } = look(definition.selectionSet)
    if (repeated) return `${repeated} stands more than ${LIMITS.repeats} times in one place.`
    // How deep a fragment is counts where it is spread, which may be in an introspection.
    if (definition.kind === Kind.FRAGMENT_DEFINITION) continue
    if (depth > LIMITS.depth) return `The document is nested more than ${LIMITS.depth} fields deep.`
    if (levelOf(definition.selectionSet, fragments).length > LIMITS.rootFields)
      return `An operation has more than ${LIMITS.rootFields} root fields.`
  }
  return undefined
}

interface Found {
  depth: number
  /** A field that stands too often in one level. */
  repeated: string | undefined
}

function lookerAt(fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
  const known = new Map<SelectionSetNode, Found>()
  return function look(set: SelectionSetNode): Found {
    const before = known.get(set)
    if (before) return before
    const found: Found = { depth: 0, repeated: repeatedIn(set, fragments) }
    // Also ends circles, which validation refuses.
    known.set(set, found)
    for (const selection of set.selections) {
      const isField = selection.kind === Kind.FIELD
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? fragments.get(selection.name.value)?.selectionSet
          : selection.selectionSet
      const below = inner ? look(inner) : NOTHING
      const isCounted = !isField || !INTROSPECTION.has(selection.name.value)
      if (isCounted) found.depth = Math.max(found.depth, below.depth + (isField ? 1 : 0))
      found.repeated ??= below.repeated
    }
    return found
  }
}

const INTROSPECTION = new Set(['__schema', '__type'])
const NOTHING: Found = { depth: 0, repeated: undefined }

function repeatedIn(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): string | undefined {
  if (set.selections.length === 1 && set.selections[0]!.kind === Kind.FIELD) return undefined
  const counts = new Map<string, number>()
  for (const key of levelOf(set, fragments)) {
    const count = (counts.get(key) ?? 0) + 1
    if (count > LIMITS.repeats) return key
    counts.set(key, count)
  }
  return undefined
}

/** The fields that stand in one level: those of its fragments too, under the type that they are for. */
function levelOf(set: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): string[] {
  const fields: string[] = []
  const spread = new Set<string>()
  const gather = ({ selections }: SelectionSetNode, type: string): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) fields.push(type + selection.name.value)
      else if (selection.kind === Kind.INLINE_FRAGMENT)
        gather(selection.selectionSet, conditionOf(selection.typeCondition?.name.value) ?? type)
      else {
        const fragment = fragments.get(selection.name.value)
        if (!fragment || spread.has(selection.name.value)) continue
        spread.add(selection.name.value)
        gather(fragment.selectionSet, conditionOf(fragment.typeCondition.name.value)!)
      }
    }
  }
  gather(set, '')
  return fields
}

const conditionOf = (type: string | undefined): string | undefined => type && `${type}.`
