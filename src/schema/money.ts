import { formatMoney } from '../domain/money.ts'
import { InvalidInput } from '../domain/refusals.ts'
import { builder } from './builder.ts'

export const Money = builder.objectRef<number>('Money')

builder.objectType(Money, {
  description: 'An amount of money. Amounts are whole minor units (cents), never fractions.',
  fields: (t) => ({
    amount: t.int({
      description: 'In minor units of the currency: 4250 is 42.50 EUR, 4250 is 4250 JPY.',
      resolve: (amount) => amount,
    }),
    currency: t.string({
      description: 'ISO 4217 code.',
      resolve: async (_amount, _args, context) => (await context.settings()).bakery.currency,
    }),
    formatted: t.string({
      description: 'Ready to show, for example "42,50 €". The locale defaults to the bakery’s.',
      args: {
        locale: t.arg.string({ description: 'A BCP 47 tag: de-AT. Any other text is BAD_USER_INPUT.' }),
      },
      resolve: async (amount, { locale }, context) => {
        const { bakery } = await context.settings()
        const text = formatMoney(amount, bakery.currency, locale ?? bakery.locale)
        if (text !== undefined) return text
        const message = 'locale is no BCP 47 tag, such as nl-NL.'
        throw new InvalidInput([{ code: 'MALFORMED', path: ['locale'], message }])
      },
    }),
  }),
})
