import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { namesOf } from '../access/scopes.js';
import { get, remove, type Schemas } from '../api/api.js';
import { readAll } from '../api/read-all.js';
import { optionsOf } from '../parts/choice.js';
import { CheckField, SelectField } from '../parts/fields.js';
import { useRefusals } from '../parts/sending.js';
import { Unread, useTitle } from '../parts/states.js';
import { shortDateTime } from '../parts/times.js';
import { type Preferences, useMe, usePreferences, useSetPreferences } from './me.js';

type Session = Schemas['Session'];

const SESSIONS = ['sessions'];

export function You() {
  useTitle('You');
  const me = useMe();
  async function logOut(): Promise<void> {
    await remove('/v1/session').catch(() => undefined);
    // Reloading discards all cached data.
    location.assign('/console');
  }
  return (
    <section className="page">
      <h1>{me.name}</h1>
      <p>
        Access: {namesOf(me.scopes)}. Times are those of {me.timeZone.replaceAll('_', ' ')}.
      </p>
      {me.repId !== null && (
        <p>
          <Link href={`/team/${me.repId}`}>Your absences, and how you are notified</Link>
        </p>
      )}
      <Choices />
      <h2>Your devices</h2>
      <Devices />
      <p>
        <button type="button" onClick={logOut}>
          Log out
        </button>
      </p>
      <p>
        <a href="/docs">API documentation</a> · <a href="/docs/try">Try the API as yourself</a>
      </p>
    </section>
  );
}

function Choices() {
  const { theme = 'system', density = 'comfortable', keys = true } = usePreferences();
  const set = useSetPreferences();
  const refused = useRefusals();
  const change = (choice: Preferences) => refused(set(choice));
  return (
    <>
      <h2>How it looks</h2>
      <div className="fields">
        <SelectField
          label="Theme"
          value={theme}
          onChange={({ target }) => change({ theme: target.value as typeof theme })}
          options={optionsOf({ system: 'As the system', light: 'Light', dark: 'Dark' })}
        />
        <SelectField
          label="Rows"
          value={density}
          onChange={({ target }) => change({ density: target.value as typeof density })}
          options={optionsOf({ comfortable: 'Comfortable', compact: 'Compact' })}
        />
        <CheckField
          label="Keyboard shortcuts in lists (press ? to see them)"
          checked={keys}
          onChange={({ target }) => change({ keys: target.checked })}
        />
      </div>
    </>
  );
}

function Devices() {
  const me = useMe();
  const queries = useQueryClient();
  const refused = useRefusals();
  const { data, error } = useQuery({
    queryKey: SESSIONS,
    // Administrators get everybody's, so that their own may be on a later page.
    queryFn: () => readAll((page) => get('/v1/sessions', { query: page })),
  });
  if (data === undefined) return <Unread error={error} />;
  const own = data.filter(({ userId, keyId }) => (userId ?? keyId) === me.id);
  async function end(id: string): Promise<void> {
    await refused(remove('/v1/sessions/{id}', { path: { id } }));
    await queries.invalidateQueries({ queryKey: SESSIONS });
  }
  return (
    <ul className="lines">
      {own.map((session) => (
        <li key={session.id}>
          {deviceOf(session)},{' '}
          {session.current ? 'this one' : `last used ${shortDateTime(session.lastUsedAt, me.timeZone)}`}
          {!session.current && (
            <button type="button" onClick={() => end(session.id)}>
              Log out there
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

const BROWSERS = { 'Edg/': 'Edge', 'Firefox/': 'Firefox', 'Chrome/': 'Chrome', 'Safari/': 'Safari' };
const SYSTEMS = {
  Android: 'Android',
  iPhone: 'iPhone',
  iPad: 'iPad',
  'Mac OS': 'macOS',
  Windows: 'Windows',
  Linux: 'Linux',
};

/** The first match is right: agents of some browsers and systems also contain the names of others. */
function deviceOf({ agent }: Session): string {
  const among = (names: object) => Object.entries(names).find(([sign]) => agent?.includes(sign))?.[1];
  return [among(BROWSERS) ?? 'Unknown browser', among(SYSTEMS)].filter(Boolean).join(' on ');
}
