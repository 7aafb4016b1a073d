// What Mercurius and Apollo serve: the part of our schema that is asked for, under the same names.
export const typeDefs = /* GraphQL */ `
  enum Allergen {
    CELERY
    CRUSTACEANS
    EGGS
    FISH
    GLUTEN
    LUPIN
    MILK
    MOLLUSCS
    MUSTARD
    PEANUTS
    SESAME
    SOYBEANS
    SULPHITES
    TREE_NUTS
  }
  enum OrderStatus {
    CANCELLED
    COMPLETED
    CONFIRMED
    DECLINED
    IN_PRODUCTION
    NO_SHOW
    OUT_FOR_DELIVERY
    PENDING
    READY
  }
  type Money {
    amount: Int!
  }
  type Cake {
    id: ID!
    slug: String!
    name: String!
    allergens: [Allergen!]!
    priceFrom: Money!
    variants: [CakeVariant!]!
  }
  type CakeVariant {
    id: ID!
    name: String!
    servings: Int!
    price: Money!
  }
  type CakeConnection {
    nodes: [Cake!]!
  }
  type Customer {
    id: ID!
    name: String!
    email: String
  }
  type Slot {
    date: String!
    startTime: String!
  }
  type Order {
    id: ID!
    number: String!
    status: OrderStatus!
    placedAt: String!
    slot: Slot!
    total: Money!
    customer: Customer
    items: [OrderItem!]!
  }
  type OrderItem {
    id: ID!
    quantity: Int!
    cakeName: String!
    variantName: String!
    total: Money!
    cake: Cake
  }
  type OrderConnection {
    nodes: [Order!]!
  }
  type Query {
    cakes(first: Int!): CakeConnection!
    orders(first: Int!): OrderConnection!
    order(id: ID!): Order
  }
  input OrderItemInput {
    variantId: ID!
    quantity: Int!
  }
  input PlaceOrderInput {
    customerId: ID!
    slotDate: String!
    slotStart: String!
    items: [OrderItemInput!]!
  }
  type Mutation {
    placeOrder(input: PlaceOrderInput!): Order!
  }
`
