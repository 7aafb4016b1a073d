import type { LocalDate, SpecialDay } from '../domain/calendar.ts'
import { InputCheck } from '../domain/text.ts'
import type { Asking } from './asking.ts'
import { checkRange } from './offer-slots.ts'

/** @throws InvalidInput for ranges that are backward or too long */
export function viewSpecialDays(
  { loaders }: Asking,
  range: { from: LocalDate; to: LocalDate },
): Promise<SpecialDay[]> {
  const check = new InputCheck()
  checkRange(check, range, 366)
  check.done()
  return loaders.specialDaysBetween.load(range)
}
