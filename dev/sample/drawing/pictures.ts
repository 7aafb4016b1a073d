import { almondOrange, applePie } from './baked.ts'
import { cheesecake, pistachioRaspberry, sachertorte } from './low.ts'
import { numberCake } from './figures.ts'
import { lemonDrizzle, stollen } from './loaves.ts'
import { princessCake, rumBaba } from './round-tops.ts'
import { charlotte, unicorn, weddingCake } from './tall.ts'
import { blackForest, carrot, mochaHazelnut, redVelvet, veganChocolate } from './layered.ts'

/** One picture for each cake, by its slug. */
export const PICTURES: Record<string, () => string> = {
  'black-forest': blackForest,
  'red-velvet': redVelvet,
  'carrot-cake': carrot,
  'vegan-chocolate': veganChocolate,
  'mocha-hazelnut': mochaHazelnut,
  sachertorte,
  'new-york-cheesecake': cheesecake,
  'amsterdam-apple-pie': applePie,
  'almond-and-orange': almondOrange,
  'pistachio-and-raspberry': pistachioRaspberry,
  'three-tier-wedding-cake': weddingCake,
  'unicorn-cake': unicorn,
  'strawberry-charlotte': charlotte,
  'princess-cake': princessCake,
  'rum-baba-ring': rumBaba,
  'lemon-drizzle': lemonDrizzle,
  'christmas-stollen': stollen,
  'number-or-letter-cake': numberCake,
}
