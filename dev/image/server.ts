// The server as it is deployed: named here, the schema comes into the same file as the door, which loads it when it has
// read its settings.
import '../../src/app.ts'

export { main } from '../../src/server.ts'
export { rehearse } from './rehearsal.ts'
