import { useQuery } from '@tanstack/react-query';
import { get, post, TouchlineProblem } from '../api/api.js';
import { Form, textOf } from '../parts/form.js';
import { type Configured, useConfiguredAnew } from './use-configured.js';

/** Reps, and whether they log in here. */
export function People({ configured: { reps, calendars } }: { configured: Configured }) {
  const anew = useConfiguredAnew();
  const { data: ways } = useQuery({ queryKey: ['ways'], queryFn: () => get('/v1/session/ways') });

  async function save(form: FormData): Promise<void> {
    const person = { name: textOf(form, 'name'), email: textOf(form, 'email') };
    const calendarId = textOf(form, 'calendarId');
    const rep = await post('/v1/reps', { body: { ...person, ...(calendarId && { calendarId }) } });
    await anew();
    if (form.has('logsIn')) {
      await post('/v1/users', { body: { ...person, scopes: ['rep'], repId: rep.id } }).catch((error: unknown) => {
        // Whoever sets up with their own address is a user already.
        if (!(error instanceof TouchlineProblem && error.status === 409)) throw error;
      });
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
          <label>
            Name
            <input name="name" maxLength={200} required autoComplete="off" />
          </label>
          <label>
            E-mail address
            <input name="email" type="email" maxLength={254} required autoComplete="off" />
          </label>
          {calendars.length > 1 && (
            <label>
              Office
              <select name="calendarId" defaultValue={calendars[0]!.id}>
                {calendars.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          )}
        </div>
        <label className="check">
          <input type="checkbox" name="logsIn" defaultChecked />
          They log in here{ways?.identityProvider == null ? ', by a link that is mailed to this address' : ''}
        </label>
        {ways !== undefined && !ways.email && ways.identityProvider === null && (
          <p>
            No mail is sent yet, so no link arrives: whoever runs Touchline sets <code>SMTP_URL</code>.
          </p>
        )}
      </Form>
    </>
  );
}
