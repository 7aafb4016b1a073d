import { GraphQLError } from 'graphql'
import { documents } from '../src/config-documents.ts'
import { Mistakes } from '../src/config-values.ts'
import { schema } from '../src/schema/index.ts'
import { check } from '../src/serving/documents.ts'

// `npm run documents:check -- manifest.json`: whether all documents of a manifest can be asked, before it is deployed.

const file = process.argv[2] ?? ''
const mistakes =
  file === '' ? ['Name a manifest: npm run documents:check -- manifest.json'] : mistakesIn(file)
for (const mistake of mistakes) console.error(mistake)
if (mistakes.length === 0) console.log(`${file}: every document can be asked.`)
process.exitCode = mistakes.length === 0 ? 0 : 1

function mistakesIn(manifest: string): string[] {
  try {
    return [...documents(manifest)!].flatMap(([hash, text]) =>
      mistakesOf(text).map((mistake) => `${hash} ${text.split('\n')[0]!.slice(0, 60)}: ${mistake}`),
    )
  } catch (error) {
    const lines = error instanceof Mistakes ? error.lines : [(error as Error).message]
    return lines.map((line) => `The manifest ${line}`)
  }
}

function mistakesOf(text: string): string[] {
  try {
    return check(text, schema, true).mistakes.map(({ message }) => message)
  } catch (error) {
    if (error instanceof GraphQLError) return [error.message]
    throw error
  }
}
