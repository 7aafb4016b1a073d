import path from 'node:path'

/** Where development keeps what survives a restart; git-ignored. */
export const DATA = path.resolve(process.env['BAKEHOUSE_DATA'] ?? path.join(import.meta.dirname, '../.data'))
