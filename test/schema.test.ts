import { readFileSync } from 'node:fs'
import path from 'node:path'
import {
  buildSchema,
  findBreakingChanges,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  lexicographicSortSchema,
  printSchema,
  validateInputValue,
} from 'graphql'
import { expect, test } from 'vitest'
import * as refusals from '../src/domain/refusals.ts'
import { schema } from '../src/schema/index.ts'

const read = (file: string): string => readFileSync(path.join(import.meta.dirname, file), 'utf8')
const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'))

test('schema.graphql is what the code prints', () => {
  const printed = printSchema(lexicographicSortSchema(schema)) + '\n'
  expect(read('../schema.graphql'), '`npm run schema` writes it').toBe(printed)
})

test('nothing breaks the contract that clients were promised', () => {
  expect(findBreakingChanges(buildSchema(read('contract.graphql')), schema)).toEqual([])
})

test('every type, field, argument and input says what it means', () => {
  const silent: string[] = []
  const note = (name: string, description: string | null | undefined) => {
    if (!description?.trim()) silent.push(name)
  }
  for (const type of types) {
    if (!['Boolean', 'Float', 'ID', 'Int', 'String'].includes(type.name)) note(type.name, type.description)
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields()))
        note(`${type.name}.${field.name}`, field.description)
    }
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        note(`${type.name}.${field.name}`, field.description)
        for (const arg of field.args) note(`${type.name}.${field.name}(${arg.name})`, arg.description)
      }
    }
  }
  expect(silent).toEqual([])
})

test('every input shows an example, which fits it', () => {
  for (const type of types.filter((each) => isInputObjectType(each))) {
    const example = / Example: `(.*)`$/.exec(type.description ?? '')?.[1]
    expect(example, type.name).toBeDefined()
    const mistakes: string[] = []
    validateInputValue(JSON.parse(example!), type, ({ message }) => mistakes.push(message))
    expect(mistakes, type.name).toEqual([])
  }
})

test('every mutation answers with a union of what came of it and refusals that have a message', () => {
  for (const field of Object.values(schema.getMutationType()!.getFields())) {
    const result = getNamedType(field.type)
    expect(isUnionType(result), field.name).toBe(true)
    const members = isUnionType(result) ? result.getTypes() : []
    const isRefusal = (type: (typeof members)[number]) =>
      type.getInterfaces().some(({ name }) => name === 'UserError')
    expect(members.filter((type) => !isRefusal(type)).map(({ name }) => name)).toEqual([
      `${field.name[0]!.toUpperCase()}${field.name.slice(1)}Success`,
    ])
    expect(members.some(isRefusal), field.name).toBe(true)
  }
})

test('every refusal of the rules is a type of the schema, or an error with a code', () => {
  const names = Object.keys(refusals).filter((name) => /^[A-Z][a-z]/.test(name) && name !== 'Refusal')
  const asErrors = ['Unauthenticated', 'Forbidden']
  expect(names.length).toBeGreaterThan(10)
  for (const name of names.filter((each) => !asErrors.includes(each))) {
    const type = name === 'UnavailableItems' ? 'UnavailableItemError' : `${name}Error`
    expect(schema.getType(type), type).toBeDefined()
  }
})

test('every value of an enum can be told apart by its name alone', () => {
  for (const type of types.filter((each) => isEnumType(each))) {
    for (const value of type.getValues()) expect(value.name).toMatch(/^[A-Z][A-Z_]*$/)
  }
})
