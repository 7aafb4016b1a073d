import { parseDate, today as todayIn } from '@internationalized/date'
import { useEffect, useState } from 'react'
import { useBakery } from './session.ts'

// Dates are the bakery's own, as text: 2026-12-24. Neither the browser's zone nor its language has a say in them.

/** What day it is at the bakery; it turns while the screen hangs on the wall. */
export function useToday(): string {
  const { timeZone } = useBakery()
  const [date, setDate] = useState(() => todayIn(timeZone).toString())
  useEffect(() => {
    const look = () => setDate(todayIn(timeZone).toString())
    look()
    const timer = setInterval(look, 20_000)
    return () => clearInterval(timer)
  }, [timeZone])
  return date
}

export const addDays = (date: string, days: number): string => parseDate(date).add({ days }).toString()

export function sayDay(date: string, locale: string, length: 'long' | 'short' = 'long'): string {
  const format = new Intl.DateTimeFormat(locale, {
    weekday: length,
    day: 'numeric',
    month: length,
    timeZone: 'UTC',
  })
  return format.format(new Date(date))
}

/** “Today” and “Tomorrow” where they are that. */
export function nameDay(date: string, today: string): string | undefined {
  if (date === today) return 'Today'
  if (date === addDays(today, 1)) return 'Tomorrow'
  return undefined
}

export function sayTime(instant: string | Date, { locale, timeZone }: { locale: string; timeZone: string }) {
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone }).format(
    new Date(instant),
  )
}
