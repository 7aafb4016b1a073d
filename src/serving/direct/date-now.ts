let lastDate = { second: 0, text: '' }

/** As the header `Date` has it; made once a second. */
export function dateNow(): string {
  const second = Math.floor(Date.now() / 1000)
  if (second !== lastDate.second) lastDate = { second, text: new Date(second * 1000).toUTCString() }
  return lastDate.text
}
