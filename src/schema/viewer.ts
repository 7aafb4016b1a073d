import type { Role as RoleName, Viewer as ViewerShape } from '../domain/viewer.ts'
import { builder } from './builder.ts'
import { Customer } from './customer.ts'

export const Role = builder.enumType('Role', {
  description: 'What somebody with a token may do.',
  values: {
    CUSTOMER: { description: 'Sees and changes what is their own.' },
    STAFF: { description: 'Also sees and changes all orders and customers.' },
    ADMIN: { description: 'Also writes the catalogue and the bakery’s settings.' },
  } satisfies Record<RoleName, object>,
})

const Viewer = builder.objectRef<ViewerShape>('Viewer').implement({
  description: 'Who is asking.',
  fields: (t) => ({
    role: t.expose('role', { type: Role, description: 'As the token says.' }),
    customer: t.field({
      description: 'The viewer’s own customer record, once registered.',
      type: Customer,
      nullable: true,
      resolve: ({ subject }, _args, { loaders }) => loaders.customerOfSubject.load(subject),
    }),
  }),
})

builder.queryField('viewer', (t) =>
  t.field({
    description: 'Who is asking, by the token; null for a visitor without one.',
    type: Viewer,
    nullable: true,
    resolve: (_root, _args, { asker }) => asker,
  }),
)
