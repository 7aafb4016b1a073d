import { createServer } from 'node:http'
import { createYoga } from 'graphql-yoga'
import { createLoaders } from './yoga/loaders.ts'
import { port } from './pool.ts'
import { schema } from './yoga/schema.ts'

createServer(createYoga({ schema, context: () => createLoaders() })).listen(port)
