import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'
import { port } from './pool.ts'
import { createContext, resolvers, type Context } from './resolvers.ts'
import { typeDefs } from './schema.ts'

const server = new ApolloServer<Context>({ typeDefs, resolvers: resolvers as never })
await startStandaloneServer(server, { listen: { port }, context: async () => createContext() })
