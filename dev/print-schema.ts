import { writeFile } from 'node:fs/promises'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { schema } from '../src/schema/index.ts'

await writeFile(
  new URL('../schema.graphql', import.meta.url),
  printSchema(lexicographicSortSchema(schema)) + '\n',
)
console.log('schema.graphql written')
