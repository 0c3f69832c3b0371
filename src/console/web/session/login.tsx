import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { post, TouchlineProblem } from '../api/api.js';
import { Loading, messageOf, useTitle } from '../parts/states.js';
import { useLoginWays } from './login-ways.js';
import { ME } from './me.js';

const WRONG = {
  key: 'This key is not valid.',
  code: 'This code is not valid any more, or was mistyped. Ask for another mail.',
  token: 'This link was used already, or is older than ten minutes. Ask for another mail.',
} as const;

const FAILED: Readonly<Record<string, string>> = {
  busy: 'Too many people are logging in. Try again in a moment.',
  denied: 'You were not logged in: the identity provider declined.',
  expired: 'This login took longer than ten minutes, was used already, or began in another browser. Try again.',
  provider:
    'The identity provider’s answer was not accepted. The administrator of Touchline finds the reason in its log.',
  silent: 'The identity provider does not respond. Try again later, or log in another way.',
  unknown: 'No user has this account. Ask your administrator to add you.',
  unverified: 'The identity provider has not verified the e-mail address of this account.',
};

/** The token in the fragment of a mailed link, removed from the address bar and the history before anything else. */
const { token, failed } = takeFromAddress();

function takeFromAddress(): { token: string | null; failed: string | null } {
  const why = new URLSearchParams(location.search).get('failed');
  if (location.pathname !== '/console/login' || (location.hash === '' && why === null))
    return { token: null, failed: null };
  const found = location.hash === '' ? null : location.hash.slice(1);
  history.replaceState(null, '', location.pathname);
  return { token: found, failed: why === null ? null : Object.hasOwn(FAILED, why) ? FAILED[why]! : FAILED.provider! };
}

type Secret = { readonly key: string } | { readonly code: string } | { readonly token: string };

export function Login() {
  useTitle('Log in');
  return (
    <main className="login">
      <header>
        <span className="brand">Touchline</span>
        <h1>Log in</h1>
      </header>
      <Ways cameBy={token} whyNot={failed} />
    </main>
  );
}

interface WaysProps {
  /** The token of a mailed link; null if there was none. */
  readonly cameBy?: string | null;
  /** Why the previous attempt failed; null if it did not. */
  readonly whyNot?: string | null;
  /** Whether a page waits below, so that navigating away would lose its state. */
  readonly isOver?: boolean;
}

/** The ways to log in. Each secret is exchanged for a session, and not stored. */
export function Ways({ cameBy = null, whyNot = null, isOver = false }: WaysProps) {
  const queries = useQueryClient();
  const { data: ways, isPending } = useLoginWays();
  const [wrong, setWrong] = useState(whyNot);
  const [isBusy, setBusy] = useState(false);
  const [isSent, setSent] = useState(false);
  const [isByLink, setByLink] = useState(cameBy !== null);

  async function attempt(action: () => Promise<unknown>, refused: string): Promise<void> {
    setWrong(null);
    setBusy(true);
    try {
      await action();
    } catch (error) {
      setWrong(error instanceof TouchlineProblem && error.status === 401 ? refused : messageOf(error));
      setByLink(false);
    } finally {
      setBusy(false);
    }
  }

  function logIn(secret: Secret, by: keyof typeof WRONG): Promise<void> {
    return attempt(async () => {
      await post('/v1/session', { body: secret });
      await queries.refetchQueries({ queryKey: ME });
    }, WRONG[by]);
  }

  function sendLink(email: string): Promise<void> {
    return attempt(async () => {
      await post('/v1/session', { body: { email } });
      setSent(true);
    }, '');
  }

  if (isPending) return <Loading />;
  return (
    <>
      {wrong !== null && (
        <p className="wrong" role="alert">
          {wrong}
        </p>
      )}
      {isByLink ? (
        // Needs a click, because mail scanners open links too.
        <section>
          <p>You followed a link from an e-mail. It works once.</p>
          <button type="button" className="main" disabled={isBusy} onClick={() => logIn({ token: cameBy! }, 'token')}>
            Log in on this device
          </button>
        </section>
      ) : (
        <>
          {ways?.identityProvider != null && (
            <a href="/v1/session/oidc" {...(isOver && { target: '_blank' })}>
              Log in with {ways.identityProvider}
            </a>
          )}
          {ways?.email === true && (
            <form onSubmit={submitted('email', sendLink)}>
              <label>
                E-mail address
                <input name="email" type="email" autoComplete="username" required />
              </label>
              <button type="submit" className={isSent ? '' : 'main'} disabled={isBusy}>
                Send me a link
              </button>
            </form>
          )}
          {isSent && (
            <form onSubmit={submitted('code', (code) => logIn({ code }, 'code'))}>
              <p role="status">
                If this address is a user’s, a mail is on its way. Open its link, or type its code here.
              </p>
              <label>
                Code
                <input
                  name="code"
                  autoComplete="one-time-code"
                  autoCapitalize="characters"
                  spellCheck={false}
                  required
                />
              </label>
              <button type="submit" className="main" disabled={isBusy}>
                Log in
              </button>
            </form>
          )}
          <details open={ways?.email !== true && ways?.identityProvider == null}>
            <summary>With a key</summary>
            <form onSubmit={submitted('key', (key) => logIn({ key }, 'key'))}>
              <label>
                API key
                <input name="key" type="password" autoComplete="current-password" required />
              </label>
              <small>
                The first admin key is in the file <code>admin-key</code> of the data folder.
              </small>
              <button type="submit" disabled={isBusy}>
                Log in with the key
              </button>
            </form>
          </details>
        </>
      )}
    </>
  );
}

function submitted(name: string, act: (value: string) => Promise<void>) {
  return (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    void act(String(new FormData(form).get(name)).trim()).then(() => name === 'key' && form.reset());
  };
}
