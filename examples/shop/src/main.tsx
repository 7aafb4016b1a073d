import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { Provider } from 'urql'
import { Route, Switch } from 'wouter'
import { client } from './api/client.ts'
import { CakePage } from './pages/cake.tsx'
import { Catalogue } from './pages/catalogue.tsx'
import { Shell } from './parts/shell.tsx'
import './style/base.css'
import './style/parts.css'
import './style/pages.css'

const BasketPage = lazy(() => import('./pages/basket.tsx'))
const CheckoutPage = lazy(() => import('./pages/checkout.tsx'))
const GuestOrderPage = lazy(() => import('./pages/guest-order.tsx'))
const OwnOrderPage = lazy(() => import('./pages/own-order.tsx'))
const AccountPage = lazy(() => import('./pages/account.tsx'))

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Provider value={client}>
      <Shell>
        <Suspense fallback={<p className="wait">One moment …</p>}>
          <Switch>
            <Route path="/" component={Catalogue} />
            <Route path="/cakes/:slug">{({ slug }) => <CakePage key={slug} slug={slug} />}</Route>
            <Route path="/basket" component={BasketPage} />
            <Route path="/checkout" component={CheckoutPage} />
            <Route path="/order" component={GuestOrderPage} />
            <Route path="/orders/:id">{({ id }) => <OwnOrderPage key={id} id={id} />}</Route>
            <Route path="/account" component={AccountPage} />
            <Route>
              <h1>There is nothing here</h1>
            </Route>
          </Switch>
        </Suspense>
      </Shell>
    </Provider>
  </StrictMode>,
)
