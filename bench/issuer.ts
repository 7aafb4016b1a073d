import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { decodeJwt, type JWK } from 'jose'
import { DATA } from '../dev/data.ts'
import { openIssuer } from '../dev/issuer.ts'
import type { Tokens } from './dialects.ts'
import type { Stock } from './questions.ts'

export interface BenchIssuer {
  tokens: Tokens
  /** What a server has to be told of it. */
  environment: Record<string, string>
  close: () => void
}

/** The issuer of development, whose keys are served on a real port. */
export async function openBenchIssuer({ baskets }: Stock): Promise<BenchIssuer> {
  const { tokenFor } = await openIssuer()
  const { d: _private, ...key } = JSON.parse(readFileSync(path.join(DATA, 'issuer.json'), 'utf8')) as JWK
  const server = createServer((_request, response) => response.end(JSON.stringify({ keys: [key] })))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const staff = await tokenFor('staff')
  const emails = baskets.map(({ customer }) => customer.email)
  const customers = new Map(
    await Promise.all(emails.map(async (email) => [email, await tokenFor('customer', email)] as const)),
  )
  return {
    tokens: { staff: `Bearer ${staff}`, customer: (email) => `Bearer ${customers.get(email)}` },
    environment: {
      OIDC_ISSUER: decodeJwt(staff).iss!,
      OIDC_JWKS_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`,
    },
    close: () => server.close(),
  }
}
