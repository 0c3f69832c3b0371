import { lazy, Suspense, useEffect } from 'react';
import { Redirect, Route, Router, Switch } from 'wouter';
import { ErrorState, Loading } from './parts/states.js';
import { Login } from './session/login.js';
import { type Me, MeContext, may, useLogin } from './session/me.js';
import { Shell } from './shell/shell.js';

const Inbox = lazy(() => import('./inbox/inbox.js').then(({ Inbox }) => ({ default: Inbox })));
const LeadPage = lazy(() => import('./lead/lead-page.js').then(({ LeadPage }) => ({ default: LeadPage })));
const Leads = lazy(() => import('./leads/leads.js').then(({ Leads }) => ({ default: Leads })));
const Floor = lazy(() => import('./floor/floor.js').then(({ Floor }) => ({ default: Floor })));
const Numbers = lazy(() => import('./numbers/numbers.js').then(({ Numbers }) => ({ default: Numbers })));
const Health = lazy(() => import('./operate/health.js').then(({ Health }) => ({ default: Health })));
const Access = lazy(() => import('./access/access.js').then(({ Access }) => ({ default: Access })));
const Setup = lazy(() => import('./setup/setup.js').then(({ Setup }) => ({ default: Setup })));
const Account = lazy(() => import('./session/account.js').then(({ Account }) => ({ default: Account })));

/** The console: whoever is not logged in is asked to, and comes to where they wanted to go. */
export function App() {
  const { data: me, error, refetch } = useLogin();
  if (me === undefined) return error ? <ErrorState error={error} onRetry={() => refetch()} /> : <Loading />;
  if (me === null) return <Login />;
  return (
    <MeContext value={me}>
      <Router base="/console">
        <Shell>
          <Suspense fallback={<Loading />}>
            <Screens me={me} />
          </Suspense>
        </Shell>
      </Router>
    </MeContext>
  );
}

function Screens({ me }: { me: Me }) {
  return (
    <Switch>
      {me.repId !== null && (
        <Route path="/inbox">
          <Inbox repId={me.repId} />
        </Route>
      )}
      {may(me, 'manager', 'read') && (
        <Route path="/floor">
          <Floor />
        </Route>
      )}
      <Route path="/leads">
        <Leads />
      </Route>
      {may(me, 'rep', 'manager', 'read') && (
        <Route path="/numbers/:report?">{({ report }) => <Numbers report={report ?? 'speed'} key={report} />}</Route>
      )}
      <Route path="/leads/:id">{({ id }) => <LeadPage id={id!} />}</Route>
      {may(me) && (
        <Route path="/setup">
          <Setup />
        </Route>
      )}
      {may(me) && (
        <Route path="/access">
          <Access />
        </Route>
      )}
      {may(me, 'read') && (
        <Route path="/health">
          <Health />
        </Route>
      )}
      <Route path="/account">
        <Account />
      </Route>
      <Route path="/login">
        <Redirect to={firstScreenOf(me)} replace />
      </Route>
      <Route path="/">
        <Redirect to={firstScreenOf(me)} replace />
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}

function firstScreenOf(me: Me): string {
  if (may(me)) return '/setup';
  if (me.scopes.includes('manager')) return '/floor';
  return me.repId === null ? '/leads' : '/inbox';
}

function NotFound() {
  useEffect(() => {
    document.title = 'Not found · Touchline';
  }, []);
  return (
    <section className="page">
      <h1>There is nothing here</h1>
      <p>The address may be mistyped, or this page is not for what you may do.</p>
    </section>
  );
}
