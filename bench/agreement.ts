import { isDeepStrictEqual } from 'node:util'
import { randomUUID } from 'node:crypto'
import { post, type Running } from './contestants.ts'
import { KEY, PROOFS, type Name, type Stock } from './questions.ts'

const SAMPLES = 5

/**
 * What a contestant answers, for as many as are compared.
 *
 * @throws where it answers with an error
 */
export async function answersOf(
  running: Running,
  name: Name,
  stock: Stock,
  count = SAMPLES,
): Promise<unknown[]> {
  const { dialect, port, contestant } = running
  const answers: unknown[] = []
  for (const { body, authorization } of dialect.bodies(name, stock).slice(0, count)) {
    const text = JSON.stringify(body).replace(KEY, randomUUID())
    const response = await post(port, dialect, text, authorization)
    const answer = await response.text()
    const { data, errors } = JSON.parse(answer) as { data?: Record<string, unknown>; errors?: unknown }
    if (response.status !== 200 || errors || !answer.includes(PROOFS[name]))
      throw new Error(
        `${contestant.title} answers ${name} with ${response.status}: ${answer.slice(0, 1_000)}`,
      )
    answers.push(withoutChance(dialect.plain(name, data!), name))
  }
  return answers
}

/** @throws where one contestant answers differently from the first */
export async function compareAnswers(running: readonly Running[], name: Name, stock: Stock): Promise<void> {
  const [first, ...others] = running
  const expected = await answersOf(first!, name, stock)
  for (const other of others) {
    const answers = await answersOf(other, name, stock)
    if (isDeepStrictEqual(answers, expected)) continue
    const at = answers.findIndex((answer, index) => !isDeepStrictEqual(answer, expected[index]))
    const titles = [first!, other].map(({ contestant }) => contestant.title)
    const texts = [expected[at], answers[at]].map((answer) =>
      JSON.stringify(answer, null, 1)?.slice(0, 1_500),
    )
    throw new Error(`${name}: ${titles[0]} answers ${texts[0]}\nbut ${titles[1]} ${texts[1]}`)
  }
}

/** What is drawn anew for each order is nobody's mistake. */
function withoutChance(answer: unknown, name: Name): unknown {
  if (name !== 'Q4') return answer
  return JSON.parse(JSON.stringify(answer), (key: string, value: unknown) =>
    key === 'id' || key === 'number' ? typeof value : value,
  )
}
