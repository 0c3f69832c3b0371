import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post, put, remove, type Schemas } from '../api/api.js';
import { FaultAt } from '../parts/faults.js';
import { CheckField, SelectField } from '../parts/fields.js';
import { Form, FormDialog, textOf } from '../parts/form.js';
import { PersonFields, personIn } from '../parts/person-fields.js';
import { Unread } from '../parts/states.js';
import { useNames } from '../parts/use-names.js';
import { useReps } from '../parts/use-reps.js';
import { useLoginWays } from '../session/login-ways.js';
import { ARE_REPS, namesOf, SCOPES, type Scope } from './scopes.js';
import { USERS, useUsers } from './use-access.js';

const OF_PEOPLE: readonly Scope[] = ['admin', 'manager', 'rep', 'read', 'integration'];

export function Users() {
  const queries = useQueryClient();
  const reps = (useReps().data ?? []).filter(({ active }) => active);
  const [leaving, setLeaving] = useState<Schemas['User'] | null>(null);
  const [changing, setChanging] = useState<Schemas['User'] | null>(null);
  const { data, error } = useUsers();
  const { data: ways } = useLoginWays();
  const nameOf = useNames();
  async function add(form: FormData): Promise<void> {
    await post('/v1/users', { body: { ...personIn(form), ...rightsIn(form) } });
    await queries.invalidateQueries({ queryKey: USERS });
  }
  async function change(form: FormData): Promise<void> {
    const { id, version, email, name } = changing!;
    await put('/v1/users/{id}', { path: { id }, body: { version, email, name, ...rightsIn(form) } });
    await queries.invalidateQueries({ queryKey: USERS });
  }
  async function end(): Promise<void> {
    await remove('/v1/users/{id}', { path: { id: leaving!.id } });
    await queries.invalidateQueries({ queryKey: USERS });
  }
  return (
    <section aria-labelledby="users-title">
      <h2 id="users-title">Users</h2>
      {data === undefined && <Unread error={error} />}
      {data?.length === 0 && <p>None yet. Whoever you add logs in by e-mail, or by your identity provider.</p>}
      {ways?.email === false && ways.identityProvider === null && (
        <p className="held">
          Users cannot log in yet: this installation has neither a mail server (SMTP_URL) nor an identity provider.
          Until then, create a key for each of them below, with which they log in.
        </p>
      )}
      <ul className="lines">
        {data?.map((user) => (
          <li key={user.id}>
            <strong>{user.name}</strong> {user.email}: {namesOf(user.scopes)}
            {user.repId !== null && `, as the rep ${nameOf(user.repId)}`}
            <button type="button" onClick={() => setChanging(user)}>
              Change …
            </button>
            <button type="button" onClick={() => setLeaving(user)}>
              Remove …
            </button>
          </li>
        ))}
      </ul>
      <details>
        <summary>Add somebody</summary>
        <Form onSend={add} send="Add">
          <div className="fields">
            <PersonFields />
          </div>
          <Rights reps={reps} />
        </Form>
      </details>
      {changing !== null && (
        <FormDialog title={`Access of ${changing.name}`} onClose={() => setChanging(null)} onSend={change} send="Save">
          <Rights reps={reps} user={changing} />
        </FormDialog>
      )}
      {leaving !== null && (
        <FormDialog title={`Remove ${leaving.name}?`} onClose={() => setLeaving(null)} onSend={end} send="Remove them">
          <p>They are logged out everywhere at once. Their leads stay with them.</p>
        </FormDialog>
      )}
    </section>
  );
}

function Rights({ reps, user }: { reps: readonly Schemas['Rep'][]; user?: Schemas['User'] }) {
  const given = user?.scopes ?? ['read'];
  // Saving must not take away a scope that is usually only for programs.
  const offered = [...OF_PEOPLE, ...given.filter((scope) => !OF_PEOPLE.includes(scope))];
  return (
    <>
      <fieldset>
        <legend>Access</legend>
        {offered.map((scope) => (
          <CheckField
            key={scope}
            label={SCOPES[scope]}
            name="scope"
            value={scope}
            defaultChecked={given.includes(scope)}
          />
        ))}
        <FaultAt at="/scopes" />
      </fieldset>
      <SelectField
        label="Rep (if this person is one)"
        name="repId"
        defaultValue={user?.repId ?? ''}
        none="None"
        options={reps}
      />
    </>
  );
}

function rightsIn(form: FormData) {
  const scopes = form.getAll('scope') as Scope[];
  const repId = scopes.some((scope) => ARE_REPS.includes(scope)) ? textOf(form, 'repId') : '';
  return { scopes, ...(repId && { repId }) };
}
