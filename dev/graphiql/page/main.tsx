import { GraphiQL, HISTORY_PLUGIN } from 'graphiql'
import { createRoot } from 'react-dom/client'
import { readExampleValues } from '../../../src/serving/graphiql/example-values.ts'
import { AskAs } from './ask-as.tsx'
import { ask } from './asking.ts'
import { CopyAsCurl } from './copy-as-curl.tsx'
import { examplesPanel } from './examples-panel.tsx'
import { fetcher } from './fetcher.ts'
import { exampleTabs, prepareTabs } from './tabs.ts'
import { EDITOR_THEME, EditorSettings } from './theme.tsx'

const root = document.querySelector<HTMLElement>('#root')
if (!root) throw new Error('The page has no #root.')

const workers = root.dataset
window.MonacoEnvironment = {
  getWorker: (_id, label) => {
    const address = workers[`${label}Worker`] ?? workers['editorWorker'] ?? ''
    return new Worker(address, { type: 'module', name: label })
  },
}

const values = await readExampleValues(ask)
prepareTabs(localStorage, values)
const plugins = [examplesPanel(exampleTabs(values)), HISTORY_PLUGIN]

createRoot(root).render(
  <GraphiQL
    fetcher={fetcher}
    plugins={plugins}
    editorTheme={EDITOR_THEME}
    defaultEditorToolsVisibility={matchMedia('(min-width: 701px)').matches && 'variables'}
    inputValueDeprecation
    schemaDescription
  >
    <GraphiQL.Logo>
      <AskAs />
    </GraphiQL.Logo>
    <GraphiQL.Toolbar>
      {({ prettify, merge, copy }) => (
        <>
          {prettify}
          {merge}
          {copy}
          <CopyAsCurl />
        </>
      )}
    </GraphiQL.Toolbar>
    <EditorSettings />
  </GraphiQL>,
)
