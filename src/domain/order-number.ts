const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * Random, so that it does not tell how many orders there are; the unique key on the column decides.
 * `random` gives a whole number from 0 up to, but not including, its argument.
 */
export function orderNumber(prefix: string, random: (below: number) => number): string {
  return prefix + Array.from({ length: 6 }, () => CROCKFORD[random(CROCKFORD.length)]).join('')
}
