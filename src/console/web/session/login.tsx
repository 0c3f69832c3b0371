import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { post, TouchlineProblem } from '../api/api.js';
import { messageOf, useTitle } from '../parts/states.js';
import { ME } from './me.js';

const WRONG = {
  key: 'This key is not valid.',
  code: 'This code is not valid any more, or was mistyped. Ask for another mail.',
  token: 'This link was used already, or is older than ten minutes. Ask for another mail.',
} as const;

/** What follows the # in a link from a mail. It leaves the address bar and the history before anything else happens. */
const token = takeToken();

function takeToken(): string | null {
  if (location.pathname !== '/console/login' || location.hash === '') return null;
  const found = location.hash.slice(1);
  history.replaceState(null, '', location.pathname);
  return found;
}

type Secret = { readonly key: string } | { readonly code: string } | { readonly token: string };

/** By a link or a code from a mail, or by a key: each is swapped for a session, and nothing of it stays here. */
export function Login() {
  useTitle('Log in');
  const queries = useQueryClient();
  const [wrong, setWrong] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isSent, setSent] = useState(false);
  const [isByLink, setByLink] = useState(token !== null);

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

  return (
    <main className="login">
      <h1>
        <span className="brand">Touchline</span> Log in
      </h1>
      {wrong !== null && (
        <p className="wrong" role="alert">
          {wrong}
        </p>
      )}
      {isByLink ? (
        // Whoever comes by a link decides here whether to use it: scanners of mail open links, too.
        <section>
          <p>You came by a link from an e-mail. It is good once.</p>
          <button type="button" className="main" disabled={isBusy} onClick={() => logIn({ token: token! }, 'token')}>
            Log in on this device
          </button>
        </section>
      ) : (
        <>
          <form onSubmit={submitted('email', sendLink)}>
            <label>
              E-mail address
              <input name="email" type="email" autoComplete="username" required />
            </label>
            <button type="submit" className={isSent ? '' : 'main'} disabled={isBusy}>
              Send me a link
            </button>
          </form>
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
          <details open={!isSent}>
            <summary>With a key</summary>
            <form onSubmit={submitted('key', (key) => logIn({ key }, 'key'))}>
              <label>
                API key
                <input name="key" type="password" autoComplete="current-password" required />
              </label>
              <small>
                The first admin key stands in the file <code>admin-key</code> of the data directory.
              </small>
              <button type="submit" disabled={isBusy}>
                Log in with the key
              </button>
            </form>
          </details>
        </>
      )}
    </main>
  );
}

function submitted(name: string, act: (value: string) => Promise<void>) {
  return (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    void act(String(new FormData(form).get(name)).trim()).then(() => name === 'key' && form.reset());
  };
}
