import type { GroupForSale, OptionForSale, OptionPricing } from './cake.ts'
import { taxInside, taxOnTop } from './money.ts'

/** How the bakery prices; `PricingRules` of the settings in force. */
export interface PricingRules {
  pricesIncludeTax: boolean
  /** For cakes without a rate of their own, and for the delivery fee. */
  taxRateBasisPoints: number
}

export interface ChosenGroup {
  pricing: OptionPricing
  surcharges: number[]
}

/** What of a group of options makes its price. */
export interface PricedGroup extends Pick<GroupForSale, 'minChoices' | 'pricing'> {
  options: readonly Pick<OptionForSale, 'surcharge' | 'available'>[]
}

export interface PricedLine {
  unitPrice: number
  quantity: number
  total: number
  taxRateBasisPoints: number
}

export interface Totals {
  subtotal: number
  deliveryFee: number
  tax: number
  total: number
}

/** What one cake costs: the size and, for each group, the sum or the highest of what was chosen. */
export function unitPrice(variantPrice: number, groups: readonly ChosenGroup[]): number {
  return variantPrice + sum(groups.map(surchargeOf))
}

/** Whole minor units; may exceed what an order can hold, which the caller refuses. */
export function totalsOf(lines: readonly PricedLine[], deliveryFee: number, rules: PricingRules): Totals {
  const subtotal = sum(lines.map(({ total }) => total))
  const byRate = new Map<number, number>([[rules.taxRateBasisPoints, deliveryFee]])
  for (const { taxRateBasisPoints: rate, total } of lines) byRate.set(rate, (byRate.get(rate) ?? 0) + total)
  const reckon = rules.pricesIncludeTax ? taxInside : taxOnTop
  const tax = sum([...byRate].map(([rate, amount]) => reckon(amount, rate)))
  return { subtotal, deliveryFee, tax, total: subtotal + deliveryFee + (rules.pricesIncludeTax ? 0 : tax) }
}

/** The lowest price that a cake can be had for, mandatory choices included. */
export function priceFrom(variants: readonly { price: number }[], groups: readonly PricedGroup[]): number {
  const mandatory = groups.map((group) => ({ pricing: group.pricing, surcharges: cheapestChoice(group) }))
  return unitPrice(Math.min(...variants.map(({ price }) => price)), mandatory)
}

const cheapestChoice = ({ options, minChoices }: PricedGroup): number[] =>
  options
    .filter(({ available }) => available)
    .map(({ surcharge }) => surcharge)
    .toSorted((a, b) => a - b)
    .slice(0, minChoices)

const surchargeOf = ({ pricing, surcharges }: ChosenGroup): number =>
  pricing === 'SUM' ? sum(surcharges) : Math.max(0, ...surcharges)

const sum = (amounts: number[]): number => amounts.reduce((total, amount) => total + amount, 0)
