import { useEffect } from 'react'
import { I18nProvider } from 'react-aria-components'
import { Board } from './board/board.tsx'
import { Counter } from './counter/counter.tsx'
import { useToday } from './dates.ts'
import { NoticeBar } from './notice.tsx'
import { Plan } from './plan.tsx'
import { usePath } from './router.ts'
import { signOut, useBakery, useSession } from './session.ts'
import { Sheet } from './sheet.tsx'
import { SignIn } from './sign-in.tsx'

export const App = () => (useSession() ? <Kitchen /> : <SignIn />)

const PAGES = { plan: 'Plan', board: 'Board', counter: 'Counter', sheet: 'Bake sheet' }

function Kitchen() {
  const bakery = useBakery()
  const today = useToday()
  const [page = 'plan', date = today] = usePath()
  const title = PAGES[page as keyof typeof PAGES] ?? 'Not here'
  useEffect(() => {
    document.title = `${title} – ${bakery.name}`
  }, [title, bakery.name])
  return (
    <I18nProvider locale={bakery.locale}>
      <header className="top">
        <a className="skip" href="#main">
          Skip to the page
        </a>
        <p className="bakery">{bakery.name}</p>
        <nav aria-label="Pages">
          {Object.entries(PAGES).map(([path, name]) => (
            <a key={path} href={`/${path}`} aria-current={path === page ? 'page' : undefined}>
              {name}
            </a>
          ))}
        </nav>
        <button className="quiet" onClick={signOut}>
          Sign out
        </button>
      </header>
      <main id="main" tabIndex={-1}>
        {page === 'plan' && <Plan key={today} today={today} />}
        {page === 'board' && <Board key={date} date={date} today={today} />}
        {page === 'counter' && <Counter today={today} />}
        {page === 'sheet' && <Sheet key={date} date={date} today={today} />}
        {!(page in PAGES) && <h1>There is no such page</h1>}
      </main>
      <NoticeBar />
    </I18nProvider>
  )
}
