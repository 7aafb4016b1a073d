import {
  GraphQLError,
  isObjectType,
  type GraphQLAbstractType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql'
import type { FieldPlan } from './plan.ts'

/** @throws GraphQLError where it is no object type of the abstract one */
export function typeNamed(
  name: string | undefined,
  of: GraphQLAbstractType,
  schema: GraphQLSchema,
  { nodes }: FieldPlan,
): GraphQLObjectType {
  const type = name === undefined ? undefined : schema.getType(name)
  if (isObjectType(type) && schema.isSubType(of, type)) return type
  throw new GraphQLError(`"${name}" is no object type of "${of.name}".`, { nodes })
}

export const notOfType = ({ name }: GraphQLObjectType, { nodes }: FieldPlan): GraphQLError =>
  new GraphQLError(`Expected value of type "${name}".`, { nodes })

export const noNull = ({ parentType, name }: FieldPlan): Error =>
  new Error(`Cannot return null for non-nullable field ${parentType.name}.${name}.`)
