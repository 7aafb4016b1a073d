import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Provider } from 'urql'
import { client } from './api.ts'
import { App } from './app.tsx'
import './styles/base.css'
import './styles/controls.css'
import './styles/pages.css'
import './styles/board.css'
import './styles/counter.css'
import './styles/sheet.css'

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Provider value={client}>
      <App />
    </Provider>
  </StrictMode>,
)
