import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { almondOrange, applePie, cheesecake, pistachioRaspberry, sachertorte } from './drawing/low.ts'
import { charlotte, unicorn, weddingCake } from './drawing/tall.ts'
import { blackForest, carrot, mochaHazelnut, redVelvet, veganChocolate } from './drawing/layered.ts'

const PICTURES: Record<string, () => string> = {
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
}

const folder = join(import.meta.dirname, 'pictures')
mkdirSync(folder, { recursive: true })
for (const [slug, draw] of Object.entries(PICTURES)) writeFileSync(join(folder, `${slug}.svg`), draw())
