import { mapExchange, makeOperation, type Exchange } from '@urql/core'

/** Sends the id that client-preset gave a document in place of its text: stands just before `fetchExchange`. */
export const sendIds: Exchange = mapExchange({
  onOperation(operation) {
    const { __meta__: meta } = operation.query as unknown as { __meta__: { hash: string } }
    const query = { ...operation.query, definitions: [], documentId: meta.hash }
    return makeOperation(operation.kind, { ...operation, query })
  },
})
