import { useEffect, useRef, type ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { session } from '../api/client.ts'
import { useBakery } from '../bakery.ts'
import { useBasket } from '../basket.ts'

/** What stands around every page. */
export function Shell({ children }: { children: ReactNode }) {
  const bakery = useBakery()
  const main = useArrival()
  const count = useBasket().reduce((sum, { item }) => sum + item.quantity, 0)
  const signedIn = session.use() !== null
  return (
    <>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <header className="top">
        <Link href="/" className="brand">
          <img src="/icon.svg" alt="" width="36" height="36" />
          <span>{bakery?.name ?? 'The bakery'}</span>
        </Link>
        <nav aria-label="Shop">
          <Link href="/account">{signedIn ? 'My orders' : 'Sign in'}</Link>
          <Link href="/basket" className="to-basket">
            Basket{' '}
            <span className="count" aria-label={`${count} ${count === 1 ? 'cake' : 'cakes'}`}>
              {count}
            </span>
          </Link>
        </nav>
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
      <footer className="bottom">
        {bakery?.phone && <a href={`tel:${bakery.phone.replaceAll(' ', '')}`}>{bakery.phone}</a>}
        {bakery?.email && <a href={`mailto:${bakery.email}`}>{bakery.email}</a>}
        <span>Baked to order, one at a time.</span>
      </footer>
    </>
  )
}

/** Puts the reader at the top of a new page, as a browser does where pages are documents. */
function useArrival() {
  const main = useRef<HTMLElement>(null)
  const [path] = useLocation()
  const shown = useRef(path)
  useEffect(() => {
    if (shown.current === path) return
    shown.current = path
    scrollTo(0, 0)
    main.current?.focus({ preventScroll: true })
  }, [path])
  return main
}

export function useTitle(title: string | undefined): void {
  const name = useBakery()?.name
  useEffect(() => {
    document.title = [title, name].filter(Boolean).join(' · ')
  }, [title, name])
}
