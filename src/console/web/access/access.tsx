import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { get, post, remove, type Schemas } from '../api/api.js';
import { Dialog } from '../parts/dialog.js';
import { Form, textOf } from '../parts/form.js';
import { PersonFields, personIn } from '../parts/person-fields.js';
import { ErrorState, Loading, useTitle } from '../parts/states.js';
import { shortDateTime } from '../parts/times.js';
import { useReps } from '../parts/use-reps.js';
import { useMe } from '../session/me.js';

type Scope = Schemas['User']['scopes'][number];

const KEYS = ['keys'];
const USERS = ['users'];
const ALL = { limit: 1_000 };

/** What each may do, for people who choose. */
const SCOPES: Readonly<Record<Scope, string>> = {
  admin: 'Everything',
  manager: 'Their own leads, and those of reps below',
  rep: 'Their own leads',
  read: 'Read everything',
  intake: 'Send leads',
  integration: 'Send leads, and say what happens to them',
  feedback: 'Fetch what ad platforms are told',
};
const OF_PEOPLE: readonly Scope[] = ['admin', 'manager', 'rep', 'read'];
const OF_PROGRAMS: readonly Scope[] = ['intake', 'integration', 'feedback', 'read', 'admin'];
const ARE_REPS: readonly Scope[] = ['rep', 'manager'];

/** Who may what: people who log in, and keys of programs. */
export function Access() {
  useTitle('Access');
  return (
    <section className="page">
      <h1>Who may what</h1>
      <Users />
      <Keys />
    </section>
  );
}

function Users() {
  const queries = useQueryClient();
  const reps = (useReps().data ?? []).filter(({ active }) => active);
  const [leaving, setLeaving] = useState<Schemas['User'] | null>(null);
  const { data, error } = useQuery({ queryKey: USERS, queryFn: () => get('/v1/users', { query: ALL }) });
  async function save(form: FormData): Promise<void> {
    const scope = textOf(form, 'scope') as Scope;
    const repId = ARE_REPS.includes(scope) ? textOf(form, 'repId') : '';
    const body = { ...personIn(form), scopes: [scope] };
    await post('/v1/users', { body: { ...body, ...(repId && { repId }) } });
    await queries.invalidateQueries({ queryKey: USERS });
  }
  async function end(): Promise<void> {
    await remove('/v1/users/{id}', { path: { id: leaving!.id } });
    await queries.invalidateQueries({ queryKey: USERS });
    setLeaving(null);
  }
  return (
    <section aria-labelledby="users-title">
      <h2 id="users-title">People who log in</h2>
      {data === undefined && (error ? <ErrorState error={error} /> : <Loading />)}
      <ul className="lines">
        {data?.data.map((user) => (
          <li key={user.id}>
            <strong>{user.name}</strong> {user.email}:{' '}
            {user.scopes.map((scope) => SCOPES[scope].toLowerCase()).join(', ')}
            <button type="button" onClick={() => setLeaving(user)}>
              Remove …
            </button>
          </li>
        ))}
      </ul>
      <details>
        <summary>Add somebody</summary>
        <Form onSend={save} send="Add">
          <div className="fields">
            <PersonFields />
            <ScopeChoice scopes={OF_PEOPLE} />
            <label>
              The rep whom they are, if they are one
              <select name="repId" defaultValue="">
                <option value="">None</option>
                {reps.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          </div>
        </Form>
      </details>
      {leaving !== null && (
        <Dialog title={`Remove ${leaving.name}?`} onClose={() => setLeaving(null)}>
          <Form onSend={end} send="Remove them">
            <p>They are logged out everywhere at once. Their leads stay with them.</p>
          </Form>
        </Dialog>
      )}
    </section>
  );
}

function Keys() {
  const { timeZone } = useMe();
  const queries = useQueryClient();
  const [made, setMade] = useState<string | null>(null);
  const [ending, setEnding] = useState<Schemas['ApiKey'] | null>(null);
  const { data, error } = useQuery({ queryKey: KEYS, queryFn: () => get('/v1/api-keys', { query: ALL }) });
  const valid = data?.data.filter(({ revokedAt }) => revokedAt === null) ?? [];
  async function save(form: FormData): Promise<void> {
    const body = { name: textOf(form, 'name'), scopes: [textOf(form, 'scope') as Scope] };
    setMade((await post('/v1/api-keys', { body })).key);
    await queries.invalidateQueries({ queryKey: KEYS });
  }
  async function end(): Promise<void> {
    await remove('/v1/api-keys/{id}', { path: { id: ending!.id } });
    await queries.invalidateQueries({ queryKey: KEYS });
    setEnding(null);
  }
  return (
    <section aria-labelledby="keys-title">
      <h2 id="keys-title">Keys of programs</h2>
      {data === undefined && (error ? <ErrorState error={error} /> : <Loading />)}
      <ul className="lines">
        {valid.map((key) => (
          <li key={key.id}>
            <strong>{key.name}</strong> {key.scopes.map((scope) => SCOPES[scope].toLowerCase()).join(', ')},{' '}
            {key.lastUsedAt === null ? 'never used' : `last used ${shortDateTime(key.lastUsedAt, timeZone)}`}
            <button type="button" onClick={() => setEnding(key)}>
              Revoke …
            </button>
          </li>
        ))}
      </ul>
      {made !== null && (
        <div className="secret" role="status">
          <p>This key is shown once.</p>
          <pre>
            <code>{made}</code>
          </pre>
        </div>
      )}
      <details>
        <summary>Make a key</summary>
        <Form onSend={save} send="Make a key">
          <div className="fields">
            <label>
              For
              <input name="name" maxLength={200} required placeholder="Web site" />
            </label>
            <ScopeChoice scopes={OF_PROGRAMS} />
          </div>
        </Form>
      </details>
      {ending !== null && (
        <Dialog title={`Revoke ${ending.name}?`} onClose={() => setEnding(null)}>
          <Form onSend={end} send="Revoke it">
            <p>Whatever uses it is refused from now on. This cannot be undone.</p>
          </Form>
        </Dialog>
      )}
    </section>
  );
}

function ScopeChoice({ scopes }: { scopes: readonly Scope[] }) {
  return (
    <label>
      May
      <select name="scope" defaultValue={scopes[0] === 'admin' ? 'read' : scopes[0]}>
        {scopes.map((scope) => (
          <option key={scope} value={scope}>
            {SCOPES[scope]}
          </option>
        ))}
      </select>
    </label>
  );
}
