import { pick, useGraphiQL } from '@graphiql/react'
import { useEffect, useState } from 'react'
import type { ExampleRole } from '../../../src/serving/graphiql/example-values.ts'
import { asking, chooseRole, inDevelopment, roleOf, ROLES } from './asking.ts'

/** Whose token goes with the operation of the open tab. Outside development there are none to offer. */
export function AskAs() {
  const { tabs, activeTabIndex } = useGraphiQL(pick('tabs', 'activeTabIndex'))
  const [, redraw] = useState(0)
  const tab = tabs[activeTabIndex]
  const role = tab ? roleOf(tab) : 'guest'
  useEffect(() => {
    asking.role = role
    // Editing an example renames its tab; the role stays.
    if (tab && role !== 'guest') chooseRole(tab, role)
  }, [tab, role])
  useEffect(() => {
    document.querySelector('.graphiql-tab-active')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [tab?.id])
  useEffect(scrollTabsByWheel, [])
  const choose = (chosen: ExampleRole) => {
    if (tab) chooseRole(tab, chosen)
    redraw((times) => times + 1)
  }
  return (
    <div className="bakehouse-header">
      {inDevelopment && (
        <label className="bakehouse-ask-as" data-role={role}>
          <span>Ask as</span>
          <select value={role} onChange={(event) => choose(event.target.value as ExampleRole)}>
            {ROLES.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </label>
      )}
      <a className="bakehouse-home" href="./" title="About this server">
        Bakehouse
      </a>
    </div>
  )
}

/** The strip of tabs is longer than most screens are wide, and shows no scroll bar. */
function scrollTabsByWheel() {
  const strip = document.querySelector<HTMLElement>('.graphiql-tabs')
  const scroll = (event: WheelEvent) => strip?.scrollBy({ left: event.deltaY + event.deltaX })
  strip?.addEventListener('wheel', scroll, { passive: true })
  return () => strip?.removeEventListener('wheel', scroll)
}
