const KEPT_AS = 'bakehouse:order-key'

/**
 * The idempotency key of the order that is being placed. It stays the same over retries and reloads of the page, so that
 * an order whose answer was lost is not placed a second time.
 */
export function orderKey(): string {
  const kept = sessionStorage.getItem(KEPT_AS)
  if (kept) return kept
  // randomUUID is there under https only.
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const made = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  sessionStorage.setItem(KEPT_AS, made)
  return made
}

/** After `PlaceOrderSuccess`, and where somebody begins again. */
export const forgetOrderKey = (): void => sessionStorage.removeItem(KEPT_AS)
