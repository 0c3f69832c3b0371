import { useState } from 'react';
import { Link } from 'wouter';
import { get, post, put } from '../api/api.js';
import { readAll } from '../api/read-all.js';
import { CheckField, SelectField } from '../parts/fields.js';
import { Form, textOf } from '../parts/form.js';
import { PersonFields, personIn } from '../parts/person-fields.js';
import { useLoginWays } from '../session/login-ways.js';
import { type SetupState, useConfiguredAnew } from './use-configured.js';

export function People({ configured: { reps, calendars } }: { configured: SetupState }) {
  const anew = useConfiguredAnew();
  // The last chosen office is the default for the next person.
  const [office, setOffice] = useState('');
  const { data: ways } = useLoginWays();

  async function save(form: FormData): Promise<void> {
    const person = personIn(form);
    const calendarId = textOf(form, 'calendarId');
    const rep = await post('/v1/reps', { body: { ...person, ...(calendarId && { calendarId }) } });
    setOffice(calendarId);
    try {
      if (form.has('logsIn')) await letIn(person, rep.id);
    } finally {
      await anew();
    }
  }

  return (
    <>
      <ul className="lines">
        {reps.map(({ id, name, email, calendarId }) => (
          <li key={id}>
            <strong>{name}</strong> {email}
            {calendarId !== undefined && `, ${calendars.find((calendar) => calendar.id === calendarId)?.name}`}
          </li>
        ))}
      </ul>
      <Form onSend={save} send="Add">
        <div className="fields">
          <PersonFields />
          {calendars.length > 1 && (
            <SelectField
              key={office}
              label="Office"
              name="calendarId"
              defaultValue={office || calendars[0]!.id}
              options={calendars}
            />
          )}
        </div>
        <CheckField
          label={`They log in here${ways?.identityProvider == null ? ', by a link that is mailed to this address' : ''}`}
          name="logsIn"
          defaultChecked
        />
        <p>
          Managers come after this: choose the manager of a rep under{' '}
          <Link href="/configure/reps">Configure › Reps</Link>, and give them the access “Manager” under{' '}
          <Link href="/access">Access</Link>.
        </p>
        {ways !== undefined && !ways.email && ways.identityProvider === null && (
          <p>
            No mail is sent yet (<code>SMTP_URL</code>), so no link arrives: create a key for them under{' '}
            <Link href="/access">Access</Link>, with which they log in.
          </p>
        )}
      </Form>
    </>
  );
}

/** Makes the rep a user. If a user with the address exists, they become the rep as well. */
async function letIn(person: ReturnType<typeof personIn>, repId: string): Promise<void> {
  const users = await readAll((page) => get('/v1/users', { query: page }));
  const known = users.find(({ email }) => email.toLowerCase() === person.email.toLowerCase());
  if (known === undefined) await post('/v1/users', { body: { ...person, scopes: ['rep'], repId } });
  else {
    const { id, version, email, name, scopes } = known;
    await put('/v1/users/{id}', {
      path: { id },
      body: { version, email, name, scopes: [...new Set([...scopes, 'rep' as const])], repId },
    });
  }
}
