import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { blackForest, carrot, mochaHazelnut, redVelvet, veganChocolate } from './drawing/layered.ts'

const PICTURES: Record<string, () => string> = {
  'black-forest': blackForest,
  'red-velvet': redVelvet,
  'carrot-cake': carrot,
  'vegan-chocolate': veganChocolate,
  'mocha-hazelnut': mochaHazelnut,
}

const folder = join(import.meta.dirname, 'pictures')
mkdirSync(folder, { recursive: true })
for (const [slug, draw] of Object.entries(PICTURES)) writeFileSync(join(folder, `${slug}.svg`), draw())
