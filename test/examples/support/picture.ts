import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'

const PICTURES = path.join(import.meta.dirname, '../../../docs/pictures')

/** Takes what a visitor sees at first, or all of the page, as docs/pictures/<name>.webp. */
export async function takePicture(page: Page, name: string, { whole = false } = {}): Promise<void> {
  await page.evaluate('document.fonts.ready')
  await page.waitForFunction(
    '[...document.images].every((image) => image.complete || image.loading === "lazy")',
  )
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: 82,
    captureBeyondViewport: whole,
  })
  await writeFile(path.join(PICTURES, `${name}.webp`), Buffer.from(data, 'base64'))
}
