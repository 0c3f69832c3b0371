import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { Redirect, Route, Router, Switch, useLocation } from 'wouter';
import { askAs } from './api/api.js';
import { Opened } from './opened.js';
import { askBeforeLeaving } from './parts/leaving.js';
import { PageBoundary } from './parts/page-boundary.js';
import { NotFound, Unread } from './parts/states.js';
import { readIn } from './parts/times.js';
import { firstScreenOf, SCREENS } from './screens.js';
import { LogInAgain } from './session/log-in-again.js';
import { Login } from './session/login.js';
import { forgetLogin, type Me, MeContext, useLogin } from './session/me.js';
import { useOtherTabs } from './session/other-tabs.js';
import { Shell } from './shell/shell.js';

/** The console. Shows the login page, at any address, if the user is not logged in. */
export function App() {
  const { data: now, error, refetch } = useLogin();
  const { me, isOver } = useWorker(now);
  if (me === undefined) return <Unread error={error} onRetry={refetch} />;
  if (me === null) return <Login />;
  return (
    <MeContext value={me}>
      <Router base="/console" aroundNav={askBeforeLeaving}>
        <Shell>
          <Page me={me} />
        </Shell>
      </Router>
      {isOver && <LogInAgain name={me.name} />}
    </MeContext>
  );
}

/** Returns the user, also while their session is over. If someone else logs in then, the app reloads. */
function useWorker(now: Me | null | undefined): { readonly me: Me | null | undefined; readonly isOver: boolean } {
  const queries = useQueryClient();
  const [worker, setWorker] = useState<Me | null>(null);
  const isOver = worker !== null && now?.id !== worker.id;
  useOtherTabs(
    now === undefined ? undefined : (now?.id ?? null),
    useCallback(() => forgetLogin(queries), [queries]),
  );
  useEffect(() => {
    if (now == null) return;
    if (isOver) return location.assign('/console');
    setWorker(now);
    askAs(now.id);
    readIn(now.timeZone);
  }, [now, isOver]);
  useEffect(() => {
    // Repeats requests that were refused while the session was over.
    if (isOver) return () => void queries.invalidateQueries();
  }, [isOver, queries]);
  return { me: isOver ? worker : now, isOver };
}

function Page({ me }: { me: Me }) {
  const [here] = useLocation();
  return (
    <PageBoundary at={here}>
      <Screens me={me} />
    </PageBoundary>
  );
}

const NOT_FOUND = <NotFound>The address may be mistyped, or you may not have access to this page.</NotFound>;

function Screens({ me }: { me: Me }) {
  return (
    <Switch>
      {SCREENS.map(({ path, isFor, load }) => (
        <Route key={path} path={path}>
          {(named) =>
            isFor(me) ? <Opened key={Object.values(named).join('/')} load={load} named={named} /> : NOT_FOUND
          }
        </Route>
      ))}
      {['/', '/login'].map((path) => (
        <Route key={path} path={path}>
          <Redirect to={firstScreenOf(me)} replace />
        </Route>
      ))}
      <Route>{NOT_FOUND}</Route>
    </Switch>
  );
}
