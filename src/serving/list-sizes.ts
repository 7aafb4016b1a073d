/**
 * How many objects each list is taken to hold when a request is costed, where no page size tells: what a bakery
 * usually has, less where a whole screen needs the list. Lists of scalars cost nothing.
 */
export const LIST_SIZES: Record<string, number> = {
  'Availability.days': 31,
  'AvailabilityDay.slots': 1,
  'Bakery.deliveryZones': 5,
  'Bakery.openingHours': 7,
  'Bakery.productionCapacity': 7,
  'Bakery.specialDays': 10,
  'Cake.images': 1,
  'Cake.optionGroups': 2,
  'Cake.variants': 3,
  'InvalidInputError.fields': 3,
  'OptionGroup.options': 4,
  'Order.history': 3,
  'Order.items': 2,
  'OrderItem.options': 1,
  'OrderQuote.items': 3,
  'ProductionPlan.batches': 30,
  'ProductionPlan.orders': 30,
  'QuoteItem.options': 2,
  'SetSpecialDaySuccess.affectedOrders': 20,
  'SlotUnavailableError.alternatives': 3,
  'SpecialDay.openingHours': 2,
  'UnavailableItemError.items': 3,
  // Those of introspection in fractions: they are answered out of memory.
  '__Schema.types': 10,
  '__Schema.directives': 1,
  '__Type.fields': 2,
  '__Type.interfaces': 0.2,
  '__Type.possibleTypes': 0.5,
  '__Type.enumValues': 0.5,
  '__Type.inputFields': 0.5,
  '__Field.args': 0.5,
  '__Directive.args': 0.5,
}

/** Objects on a page of a connection, unless `first` or `last` tells. */
export const PAGE_SIZE = 20
export const PAGE_AT_MOST = 100

/** What a field costs by itself, where it is reckoned out of more than its own row, whatever is selected of it. */
export const FIELD_COSTS: Record<string, number> = {
  'Query.availability': 100,
  'Order.availability': 100,
  'Query.quote': 10,
  'Cake.earliestDate': 2,
}
