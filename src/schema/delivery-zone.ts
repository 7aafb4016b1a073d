import type { DeliveryZone as Zone } from '../domain/delivery.ts'
import { builder } from './builder.ts'
import { Money } from './money.ts'

export const DeliveryZone = builder.objectRef<Zone>('DeliveryZone').implement({
  description: 'Where the bakery delivers and for how much. The longest matching prefix decides.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'For customers to read.' }),
    postalCodePrefixes: t.exposeStringList('postalCodePrefixes', {
      description: 'Beginnings of postal codes; case and spaces do not matter.',
    }),
    fee: t.expose('fee', { type: Money, description: 'Added to each delivery.' }),
    minimumSubtotal: t.expose('minimumSubtotal', {
      type: Money,
      nullable: true,
      description: 'Baskets below this are not delivered.',
    }),
  }),
})
