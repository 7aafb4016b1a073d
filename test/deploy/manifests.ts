import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse, type CollectionTag, type ScalarTag } from 'yaml'

const FOLDER = path.join(import.meta.dirname, '../../deploy')

export const textOf = (file: string): string => readFileSync(path.join(FOLDER, file), 'utf8')

/** A manifest in YAML or JSON; what CloudFormation writes as a tag is an object: `!Ref Name` is `{ Ref: 'Name' }`. */
export function readManifest(file: string): unknown {
  return parse(textOf(file), { customTags: SHORT_FORMS, uniqueKeys: true, strict: true }) as unknown
}

const SHORT_FORMS = ['Ref', 'Sub', 'GetAtt', 'If', 'Equals', 'Not', 'Join'].flatMap((name) => {
  const key = name === 'Ref' ? name : `Fn::${name}`
  const scalar: ScalarTag = { tag: `!${name}`, resolve: (value) => ({ [key]: value }) }
  const list: CollectionTag = {
    tag: `!${name}`,
    collection: 'seq',
    resolve: (value) => ({ [key]: 'toJSON' in value ? value.toJSON() : value }),
  }
  return [scalar, list]
})
