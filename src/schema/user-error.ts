import type { ObjectRef } from '@pothos/core'
import {
  type FieldErrorCode as Code,
  type InvalidInput,
  type NotFound,
  Refusal,
  type UnavailableItems,
  type FieldError as WrongField,
  type UnavailableItem as MissingItem,
} from '../domain/refusals.ts'
import { builder, type Types } from './builder.ts'

// Types that refuse, and the unions that hold them: `Refusal.name` is the name of its type.

export const UserError = builder.interfaceRef<Refusal>('UserError').implement({
  description: 'A reason the API gives for not doing what was asked. Every mutation’s result can be one.',
  fields: (t) => ({
    message: t.exposeString('message', { description: 'For people, in English.' }),
  }),
})

const FieldErrorCode = builder.enumType('FieldErrorCode', {
  description: 'What is wrong with a field of the input.',
  values: {
    REQUIRED: { description: 'It is missing or empty.' },
    MALFORMED: { description: 'It does not have the form it needs.' },
    TOO_SHORT: { description: 'Too few characters or entries.' },
    TOO_LONG: { description: 'Too many characters or entries.' },
    OUT_OF_RANGE: { description: 'A number or date beyond its limits.' },
    NOT_ALLOWED: { description: 'A character or a value that may not stand there.' },
    UNKNOWN: { description: 'No such thing behind an id.' },
    DUPLICATE: { description: 'It stands there already.' },
    NO_DELIVERY_ZONE: { description: 'The bakery does not deliver there.' },
    BELOW_MINIMUM: { description: 'The basket is below the least that is delivered there.' },
    LIMIT_REACHED: { description: 'As many as there may be are there already.' },
  } satisfies Record<Code, object>,
})

const FieldError = builder.objectRef<WrongField>('FieldError').implement({
  description: 'One mistake in the input.',
  fields: (t) => ({
    code: t.expose('code', { type: FieldErrorCode, description: 'For programs.' }),
    path: t.exposeStringList('path', {
      description: 'From the root of the input: ["items", "0", "quantity"].',
    }),
    message: t.exposeString('message', { description: 'For people, in English.' }),
  }),
})

export const InvalidInputError = builder.objectRef<InvalidInput>('InvalidInputError').implement({
  description: 'Some of the input is wrong. Nothing was changed.',
  interfaces: [UserError],
  fields: (t) => ({
    fields: t.expose('fields', {
      type: [FieldError],
      description: 'All that is wrong, as far as it was seen.',
    }),
  }),
})

export const NotFoundError = builder.objectRef<NotFound>('NotFoundError').implement({
  description: 'There is no such thing, or it is not the viewer’s to see.',
  interfaces: [UserError],
  fields: (t) => ({
    id: t.exposeID('id', { nullable: true, description: 'The id that was asked for.' }),
  }),
})

const UnavailableItem = builder.objectRef<MissingItem>('UnavailableItem').implement({
  description: 'A line that cannot be ordered.',
  fields: (t) => ({
    itemIndex: t.exposeInt('itemIndex', { description: 'Index of the line in the input.' }),
    message: t.exposeString('message', { description: 'For people, in English.' }),
  }),
})

export const UnavailableItemError = builder.objectRef<UnavailableItems>('UnavailableItemError').implement({
  description:
    'Cakes, sizes or options that cannot be ordered: unknown, not on sale, withdrawn. All lines at once.',
  interfaces: [UserError],
  fields: (t) => ({
    items: t.expose('items', { type: [UnavailableItem], description: 'The lines concerned, in order.' }),
  }),
})

/** The result of something that can be refused: what it gives, or one of the refusals. */
export function resultUnion<Success>(
  name: string,
  description: string,
  success: ObjectRef<Types, Success> & { name: string },
  refusals: readonly ObjectRef<Types, Refusal>[],
) {
  return builder.unionType(name, {
    description,
    types: [success, ...refusals],
    resolveType: (value) => (isRefusal(value) ? value.name : success.name),
  })
}

/**
 * Turns a refusal that was thrown into a member of the result union; anything else goes on being thrown. The member
 * is no Error any more: executors throw every Error that a resolver returns.
 */
export async function refusable<Success>(action: Promise<Success>): Promise<Success | Refusal> {
  try {
    return await action
  } catch (error) {
    if (error instanceof Refusal && error.isMember)
      return Object.assign({}, error, { message: error.message })
    throw error
  }
}

const isRefusal = (value: unknown): value is Refusal => (value as Partial<Refusal>).isMember === true
