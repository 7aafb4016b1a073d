const texts = new WeakMap<Temporal.Instant, string>()

/** An instant as Postgres reads it. Writing one out takes as long as reading a row, and an order bears the same one in many places. */
export function textOf(instant: Temporal.Instant): string {
  const known = texts.get(instant)
  if (known !== undefined) return known
  const text = instant.toString()
  texts.set(instant, text)
  return text
}

/** An instant as Postgres wrote it, for one that is written again: the text is kept as well. */
export function writtenInstant(text: string): Temporal.Instant {
  const instant = Temporal.Instant.from(text)
  texts.set(instant, text)
  return instant
}
