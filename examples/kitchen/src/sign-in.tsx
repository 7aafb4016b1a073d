import { useEffect, useState, type FormEvent } from 'react'
import { useClient } from 'urql'
import { codesOf, explain } from './api.ts'
import { fieldOf } from './form.ts'
import { graphql } from './gql/index.ts'
import { signIn } from './session.ts'

const WHO = graphql(`
  query Who {
    viewer {
      role
    }
    bakery {
      ...BakeryFacts
    }
  }
`)

export function SignIn() {
  const client = useClient()
  const tokens = useSampleTokens()
  const [problem, setProblem] = useState<string>()

  async function enter(token: string) {
    const headers = { authorization: `Bearer ${token}` }
    const { data, error } = await client.query(
      WHO,
      {},
      { fetchOptions: { headers }, requestPolicy: 'network-only' },
    )
    if (error)
      setProblem(
        codesOf(error).includes('UNAUTHENTICATED') ? 'This token is broken or has ended.' : explain(error),
      )
    else if (!data?.viewer || data.viewer.role === 'CUSTOMER') setProblem('The kitchen is for staff only.')
    else signIn({ token, bakery: data.bakery })
  }
  function enterByForm(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    void enter(fieldOf(event.currentTarget, 'token'))
  }

  return (
    <main className="sign-in">
      <h1>Good morning</h1>
      <p>This is the kitchen and the counter. Who is there?</p>
      {Object.entries(tokens).map(([role, token]) => (
        <button key={role} className="primary" onClick={() => void enter(token)}>
          {role === 'admin' ? 'The owner' : 'Staff'}
        </button>
      ))}
      <details open={Object.keys(tokens).length === 0}>
        <summary>With a token</summary>
        <form onSubmit={enterByForm}>
          <label>
            Token
            <input name="token" required autoComplete="off" spellCheck={false} />
          </label>
          <button>Sign in</button>
        </form>
      </details>
      <p role="alert" className="problem">
        {problem}
      </p>
    </main>
  )
}

/** In development the server of this page passes on what the API gives for its sample people; elsewhere there are none. */
function useSampleTokens(): Record<string, string> {
  const [tokens, setTokens] = useState<Record<string, string>>({})
  useEffect(() => {
    const ask = async () => {
      const answer = await fetch('/dev/tokens')
      const { staff, admin } = (await answer.json()) as Record<string, string>
      if (answer.ok && staff && admin) setTokens({ staff, admin })
    }
    ask().catch(() => {})
  }, [])
  return tokens
}
