/** The migration that the code needs at least; the last one. */
export const NEWEST = '0007_order_words'
