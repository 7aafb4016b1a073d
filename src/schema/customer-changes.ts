import type { Customer as CustomerRow } from '../db/customers.ts'
import { createCustomer } from '../resolvers/create-customer.ts'
import { eraseCustomer } from '../resolvers/erase-customer.ts'
import { registerCustomer } from '../resolvers/register-customer.ts'
import { updateCustomer } from '../resolvers/update-customer.ts'
import { viewCustomers } from '../resolvers/view-customers.ts'
import { Allergen } from './allergen.ts'
import { builder } from './builder.ts'
import { Customer } from './customer.ts'
import { InvalidInputError, NotFoundError, refusable, resultUnion } from './user-error.ts'

const NAME = 'As they want to be called; 200 characters at most.'
const EMAIL = 'One @, 254 characters at most: zoe@example.com.'
const PHONE = '3 to 30 digits, spaces and + - ( ) . /'

const success = (name: string, description: string) =>
  builder.objectRef<{ customer: CustomerRow }>(name).implement({
    description,
    fields: (t) => ({
      customer: t.expose('customer', { type: Customer, description: 'The record as it stands now.' }),
    }),
  })

const RegisterCustomerInput = builder.inputType('RegisterCustomerInput', {
  description:
    'The e-mail comes from the viewer’s token. Example: `{"name": "Zoë", "allergies": ["PEANUTS"]}`',
  fields: (t) => ({
    name: t.string({ required: true, description: NAME }),
    phone: t.string({ description: `${PHONE} — needed where the token has no e-mail.` }),
    allergies: t.field({
      type: [Allergen],
      required: true,
      defaultValue: [],
      description: 'What they are allergic to.',
    }),
  }),
})

const RegisterCustomerResult = resultUnion(
  'RegisterCustomerResult',
  'The viewer’s customer record, or what is wrong with the input.',
  success('RegisterCustomerSuccess', 'The viewer has a customer record.'),
  [InvalidInputError],
)

builder.mutationField('registerCustomer', (t) =>
  t.field({
    description:
      'Makes the viewer’s own customer record; asked again, it gives the one there is. Needs a token, else UNAUTHENTICATED.',
    type: RegisterCustomerResult,
    nullable: true,
    authScopes: { signedIn: true },
    args: { input: t.arg({ type: RegisterCustomerInput, required: true, description: 'Who they are.' }) },
    resolve: (_root, { input }, context) => refusable(registerCustomer(context, context.asker!, input)),
  }),
)

const CreateCustomerInput = builder.inputType('CreateCustomerInput', {
  description: 'An e-mail or a phone, or both. Example: `{"name": "Zoë", "phone": "023 000 01 23"}`',
  fields: (t) => ({
    name: t.string({ required: true, description: NAME }),
    email: t.string({ description: EMAIL }),
    phone: t.string({ description: PHONE }),
    allergies: t.field({
      type: [Allergen],
      required: true,
      defaultValue: [],
      description: 'What they are allergic to.',
    }),
  }),
})

const CreateCustomerResult = resultUnion(
  'CreateCustomerResult',
  'The new customer record, or what is wrong with the input.',
  success('CreateCustomerSuccess', 'There is a new customer record.'),
  [InvalidInputError],
)

builder.mutationField('createCustomer', (t) =>
  t.field({
    description:
      'For people who telephone or walk in. Several may share an e-mail. Staff only, else UNAUTHENTICATED or FORBIDDEN.',
    type: CreateCustomerResult,
    nullable: true,
    authScopes: { staff: true },
    args: { input: t.arg({ type: CreateCustomerInput, required: true, description: 'Who they are.' }) },
    resolve: (_root, { input }, context) => refusable(createCustomer(context, input)),
  }),
)

const UpdateCustomerInput = builder.inputType('UpdateCustomerInput', {
  description:
    'What is left out stays as it is; null clears an e-mail or a phone, of which one must stay. Example: `{"phone": null, "allergies": ["MILK"]}`',
  fields: (t) => ({
    customerId: t.id({ description: 'Staff only (else FORBIDDEN); the viewer’s own otherwise.' }),
    name: t.string({ description: NAME }),
    email: t.string({ description: `${EMAIL} Staff only: a customer’s own is that of their token.` }),
    phone: t.string({ description: PHONE }),
    allergies: t.field({ type: [Allergen], description: 'Replaces the whole list.' }),
  }),
})

const UpdateCustomerResult = resultUnion(
  'UpdateCustomerResult',
  'The customer record as it stands now, or why it was not changed.',
  success('UpdateCustomerSuccess', 'The record was changed.'),
  [InvalidInputError, NotFoundError],
)

builder.mutationField('updateCustomer', (t) =>
  t.field({
    description:
      'Changes a customer record: staff anybody’s, customers their own. Needs a token, else UNAUTHENTICATED. Orders keep the contact that was given with them.',
    type: UpdateCustomerResult,
    nullable: true,
    authScopes: { signedIn: true },
    args: { input: t.arg({ type: UpdateCustomerInput, required: true, description: 'What to change.' }) },
    resolve: (_root, { input }, context) => refusable(updateCustomer(context, context.asker!, input)),
  }),
)

const EraseCustomerSuccess = builder.objectRef<{ erasedId: string }>('EraseCustomerSuccess').implement({
  description: 'Nothing tells any more who it was.',
  fields: (t) => ({ erasedId: t.exposeID('erasedId', { description: 'The id that was the customer’s.' }) }),
})

const EraseCustomerResult = resultUnion(
  'EraseCustomerResult',
  'The id that was erased, or why nothing was.',
  EraseCustomerSuccess,
  [InvalidInputError, NotFoundError],
)

builder.mutationField('eraseCustomer', (t) =>
  t.field({
    description:
      'Erases what identifies a customer, for good: name, e-mail, phone, allergies, addresses, notes and inscriptions; orders stay in the books without a name. ' +
      'Refused (NOT_ALLOWED on `customerId`) while an order of theirs is not final. Admins only, else UNAUTHENTICATED or FORBIDDEN.',
    type: EraseCustomerResult,
    nullable: true,
    authScopes: { admin: true },
    args: { customerId: t.arg.id({ required: true, description: 'The id of a Customer.' }) },
    resolve: (_root, { customerId }, context) => refusable(eraseCustomer(context, customerId)),
  }),
)

const CustomerConnection = builder.connectionObject(
  { type: Customer, name: 'CustomerConnection', description: 'One page of a list of customers.' },
  { name: 'CustomerEdge', description: 'A customer and their place in the list.' },
)

builder.queryField('customers', (t) =>
  t.connection(
    {
      description: 'All customers, the newest first. Staff only, else UNAUTHENTICATED or FORBIDDEN.',
      type: Customer,
      nullable: true,
      authScopes: { staff: true },
      args: {
        search: t.arg.string({
          description: 'Beginnings of words of name, e-mail or phone; case and accents do not matter.',
        }),
      },
      resolve: (_root, args, context) => viewCustomers(context, args),
    },
    CustomerConnection,
  ),
)
