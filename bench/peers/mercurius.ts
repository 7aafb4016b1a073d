import Fastify from 'fastify'
import { mercurius } from 'mercurius'
import { port } from './pool.ts'
import { createContext, resolvers } from './resolvers.ts'
import { typeDefs } from './schema.ts'

const app = Fastify()
await app.register(mercurius, {
  schema: typeDefs,
  resolvers: resolvers as never,
  context: createContext,
  // Compiled once it was asked so often; 0 never compiles.
  jit: process.env['JIT'] === 'on' ? 1 : 0,
})
await app.listen({ port })
