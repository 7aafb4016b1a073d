import type { Page } from 'playwright-core'

/** Composes a Black Forest and puts it into the basket. */
export async function putBlackForestIn(page: Page, shop: string): Promise<void> {
  await page.goto(`${shop}/cakes/black-forest`)
  await page.getByRole('radio', { name: 'Soaked in kirsch' }).check()
  await page.getByRole('checkbox', { name: 'Name plate of marzipan' }).check()
  await page.getByRole('textbox', { name: 'What to write on it' }).fill('Zoë 30!')
  await page.getByRole('button', { name: 'Add to basket' }).click()
  await page.getByRole('link', { name: 'To the basket' }).waitFor()
}

export async function goToCheckout(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'To the basket' }).click()
  await page.getByRole('link', { name: 'Choose a day and order' }).click()
  await page.getByRole('heading', { name: 'Your order', exact: true }).waitFor()
}

/** Days of the calendar. */
export const CAN_BE_HAD = '.day:not([data-unavailable], [data-disabled], [data-outside-month])'

/** The first day of the month that is shown, and its first time, that can be had. */
export async function chooseTime(page: Page): Promise<void> {
  await page.locator(CAN_BE_HAD).first().click()
  await page.locator('.slots input:enabled').first().check()
}

export async function fillIn(page: Page, email = 'zoe@example.com'): Promise<void> {
  await page.getByLabel('Your name').fill('Zoë')
  await page.getByLabel('E-mail').fill(email)
}

/** To the tracking page; gives the number of the order. */
export async function placeOrder(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Place the order' }).click()
  const heading = page.getByRole('heading', { name: /^Order B-/ })
  await heading.waitFor()
  return (await heading.innerText()).replace('Order ', '')
}
