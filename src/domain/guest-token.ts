import { createHmac, timingSafeEqual } from 'node:crypto'

export interface GuestSecret {
  /** Named in each token, so that secrets can be rotated. */
  keyId: string
  secret: string
}

/** A token that shows one order to whoever holds it. The first secret signs, all are accepted. */
export function guestToken(secrets: readonly GuestSecret[], orderId: string): string {
  return tokenBy(secrets[0]!, orderId)
}

/** The order that a token shows, or undefined where none of the secrets made it. */
export function readGuestToken(secrets: readonly GuestSecret[], token: string): string | undefined {
  const match = /^([\w-]{22})\.([\w-]{1,32})\.[\w-]{43}$/.exec(token)
  const secret = match && secrets.find(({ keyId }) => keyId === match[2])
  if (!secret) return undefined
  const hex = Buffer.from(match[1]!, 'base64url').toString('hex')
  const orderId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  // As text: base64 has several spellings of the same bytes, and only ours is a token.
  return timingSafeEqual(Buffer.from(tokenBy(secret, orderId)), Buffer.from(token)) ? orderId : undefined
}

function tokenBy({ keyId, secret }: GuestSecret, orderId: string): string {
  const id = Buffer.from(orderId.replaceAll('-', ''), 'hex').toString('base64url')
  const seal = createHmac('sha256', secret).update(`guest order ${keyId} ${orderId}`).digest('base64url')
  return `${id}.${keyId}.${seal}`
}
