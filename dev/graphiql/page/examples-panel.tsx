import { useGraphiQL, useGraphiQLActions } from '@graphiql/react'
import { EXAMPLES } from '../../../src/serving/graphiql/examples.ts'
import { ROLES } from './asking.ts'
import type { Tab } from './tabs.ts'

const HEADINGS = { guest: 'Visitors', customer: 'Customers', staff: 'Staff', admin: 'Administrators' }

/** The list of examples in the side bar; opens one again after its tab was changed or closed. */
export function examplesPanel(fresh: readonly Tab[]) {
  return { title: 'Examples', icon: Cupcake, content: () => <Examples fresh={fresh} /> }
}

function Examples({ fresh }: { fresh: readonly Tab[] }) {
  const { queryEditor, variableEditor, tabs } = useGraphiQL((state) => state)
  const actions = useGraphiQLActions()
  const open = (name: string) => {
    const example = fresh.find((tab) => tab.title === name)
    if (matchMedia('(max-width: 700px)').matches) actions.setVisiblePlugin(null)
    const there = tabs.findIndex((tab) => tab.query === example?.query)
    if (there >= 0) return actions.changeTab(there)
    actions.addTab()
    queryEditor?.setValue(example?.query ?? '')
    variableEditor?.setValue(example?.variables ?? '')
  }
  return (
    <section className="bakehouse-examples" aria-label="Examples">
      <h1>Examples</h1>
      {ROLES.map((role) => (
        <div key={role}>
          <h2>{HEADINGS[role]}</h2>
          <ul>
            {EXAMPLES.filter((example) => example.role === role).map((example) => (
              <li key={example.name}>
                <button type="button" onClick={() => open(example.name)}>
                  <strong>{example.name}</strong>
                  <span>{example.about}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}

function Cupcake() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round">
      <path d="M5.5 13.500h13l-2 8h-9l-2-8Zm4.500 0 .5 8m3.500-8-.5 8" />
      <path d="M5.500 13.500a3 3 0 0 1 .5-5.900 6.200 6.200 0 0 1 12 0 3 3 0 0 1 .5 5.900" />
      <circle cx="12" cy="2.500" r="1.200" />
    </svg>
  )
}
