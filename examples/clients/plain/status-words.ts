import type { OrderStatus } from './graphql/graphql.ts'

/** Words for each value that the schema knows: one that it learns fails to compile where types are made anew. */
const WORDS = {
  PENDING: 'Waiting for the bakery',
  CONFIRMED: 'Accepted',
  IN_PRODUCTION: 'Being made',
  READY: 'Ready',
  OUT_FOR_DELIVERY: 'On its way',
  COMPLETED: 'Handed over',
  CANCELLED: 'Cancelled',
  DECLINED: 'Not accepted',
  NO_SHOW: 'Not picked up',
} satisfies Record<OrderStatus, string>

/** And what a page that is older than the API can say of the others. */
export const statusWords = (status: OrderStatus): string =>
  (WORDS as Record<string, string | undefined>)[status] ?? 'Ask us how it stands'
