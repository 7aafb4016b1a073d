export const ROLES = ['CUSTOMER', 'STAFF', 'ADMIN'] as const
export type Role = (typeof ROLES)[number]

/** Who a checked token says is asking. */
export interface Viewer {
  role: Role
  /** The issuer's name for this person; never changes. */
  subject: string
  email: string | null
}

/** Null is a visitor without a token. */
export type Asker = Viewer | null

export const isStaff = (asker: Pick<Viewer, 'role'> | null): boolean =>
  asker?.role === 'STAFF' || asker?.role === 'ADMIN'

export const isAdmin = (asker: Asker): boolean => asker?.role === 'ADMIN'

/** Whose idempotency keys these are. */
export const principalOf = (asker: Asker): string => asker?.subject ?? 'guest'
