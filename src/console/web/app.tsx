import { Suspense } from 'react';
import { Redirect, Route, Router, Switch } from 'wouter';
import { askBeforeLeaving } from './parts/leaving.js';
import { ErrorState, Loading, useTitle } from './parts/states.js';
import { firstScreenOf, SCREENS } from './screens.js';
import { Login } from './session/login.js';
import { type Me, MeContext, useLogin } from './session/me.js';
import { Shell } from './shell/shell.js';

/** The console: whoever is not logged in is asked to, and comes to where they wanted to go. */
export function App() {
  const { data: me, error, refetch } = useLogin();
  if (me === undefined) return error ? <ErrorState error={error} onRetry={() => refetch()} /> : <Loading />;
  if (me === null) return <Login />;
  return (
    <MeContext value={me}>
      <Router base="/console" aroundNav={askBeforeLeaving}>
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
      {SCREENS.filter(({ isFor }) => isFor(me)).map(({ path, Page }) => (
        <Route key={path} path={path}>
          {(named) => <Page key={Object.values(named).join('/')} {...named} />}
        </Route>
      ))}
      {['/', '/login'].map((path) => (
        <Route key={path} path={path}>
          <Redirect to={firstScreenOf(me)} replace />
        </Route>
      ))}
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}

function NotFound() {
  useTitle('Not found');
  return (
    <section className="page">
      <h1>There is nothing here</h1>
      <p>The address may be mistyped, or this page is not for what you may do.</p>
    </section>
  );
}
