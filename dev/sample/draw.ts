import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PICTURES } from './drawing/pictures.ts'

const folder = join(import.meta.dirname, 'pictures')
mkdirSync(folder, { recursive: true })
for (const [slug, draw] of Object.entries(PICTURES)) writeFileSync(join(folder, `${slug}.svg`), draw())
