const texts = new WeakMap<Temporal.Instant, string>()

/** An instant as Postgres reads it. Writing one out takes as long as reading a row, and an order bears the same one in many places. */
export function textOf(instant: Temporal.Instant): string {
  const known = texts.get(instant)
  if (known !== undefined) return known
  const text = instant.toString()
  texts.set(instant, text)
  return text
}
