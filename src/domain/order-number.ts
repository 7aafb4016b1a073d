const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * Random, so that it does not tell how many orders there are; the unique key on the column decides.
 * `random` gives a whole number from 0 up to, but not including, its argument.
 */
export function orderNumber(prefix: string, random: (below: number) => number): string {
  let number = ''
  for (
    let rest = random(CROCKFORD.length ** 6);
    number.length < 6;
    rest = Math.floor(rest / CROCKFORD.length)
  )
    number = CROCKFORD[rest % CROCKFORD.length] + number
  return prefix + number
}
