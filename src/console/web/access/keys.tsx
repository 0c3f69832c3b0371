import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post, remove, type Schemas } from '../api/api.js';
import { optionsOf } from '../parts/choice.js';
import { InputField, SelectField } from '../parts/fields.js';
import { Form, FormDialog, textOf } from '../parts/form.js';
import { Unread } from '../parts/states.js';
import { minutesFromNow, shortDateTime } from '../parts/times.js';
import { useNames } from '../parts/use-names.js';
import { useReps } from '../parts/use-reps.js';
import { useMe } from '../session/me.js';
import { ARE_REPS, namesOf, SCOPES, type Scope } from './scopes.js';
import { KEYS, useKeys } from './use-access.js';

const OFFERED: readonly Scope[] = ['intake', 'integration', 'feedback', 'read', 'rep', 'manager', 'admin'];
const FOREVER = 'ever';
/** By days. */
const SPANS: Readonly<Record<string, string>> = {
  '30': '30 days',
  '90': '90 days',
  '365': 'A year',
  [FOREVER]: 'Until it is revoked',
};

export function Keys() {
  const { timeZone } = useMe();
  const nameOf = useNames();
  const queries = useQueryClient();
  const [made, setMade] = useState<string | null>(null);
  const [ending, setEnding] = useState<Schemas['ApiKey'] | null>(null);
  const [scope, setScope] = useState<Scope>('intake');
  const isOfRep = ARE_REPS.includes(scope);
  const reps = (useReps().data ?? []).filter(({ active }) => active);
  const { data, error } = useKeys();
  const valid = data?.filter(({ revokedAt }) => revokedAt === null) ?? [];
  async function save(form: FormData): Promise<void> {
    const [repId, days] = [textOf(form, 'repId'), textOf(form, 'days')];
    const body = {
      name: textOf(form, 'name'),
      scopes: [scope],
      ...(repId && { repId }),
      ...(days !== FOREVER && { expiresAt: minutesFromNow(Number(days) * 24 * 60) }),
    };
    setMade((await post('/v1/api-keys', { body })).key);
    await queries.invalidateQueries({ queryKey: KEYS });
  }
  async function end(): Promise<void> {
    await remove('/v1/api-keys/{id}', { path: { id: ending!.id } });
    await queries.invalidateQueries({ queryKey: KEYS });
  }
  return (
    <section aria-labelledby="keys-title">
      <h2 id="keys-title">API keys</h2>
      {data !== undefined && valid.length === 0 && (
        <p>None yet. Every program that sends or reads something needs one.</p>
      )}
      {data === undefined && <Unread error={error} />}
      <ul className="lines">
        {valid.map((key) => (
          <li key={key.id}>
            <strong>{key.name}</strong>
            {key.repId != null && ` of ${nameOf(key.repId)}:`} {namesOf(key.scopes)},{' '}
            {key.lastUsedAt === null ? 'never used' : `last used ${shortDateTime(key.lastUsedAt, timeZone)}`}
            {key.expiresAt !== null && `, expires ${shortDateTime(key.expiresAt, timeZone)}`}
            <button type="button" onClick={() => setEnding(key)}>
              Revoke …
            </button>
          </li>
        ))}
      </ul>
      {made !== null && (
        <div className="secret" role="status">
          <p>This key is shown only once.</p>
          <pre>
            <code>{made}</code>
          </pre>
        </div>
      )}
      <details>
        <summary>Create a key</summary>
        <Form onSend={save} send="Create the key">
          <div className="fields">
            <InputField label="Name of the key" name="name" maxLength={200} required placeholder="Web site" />
            <SelectField
              label="Access"
              name="scope"
              value={scope}
              onChange={({ target }) => setScope(target.value as Scope)}
              options={OFFERED.map((id) => ({ id, name: SCOPES[id] }))}
            />
            {isOfRep && <SelectField label="Rep" name="repId" required options={reps} />}
            <SelectField
              key={String(isOfRep)}
              label="Valid for"
              name="days"
              at="/expiresAt"
              defaultValue={isOfRep ? '90' : FOREVER}
              options={optionsOf(SPANS)}
            />
          </div>
          {isOfRep && <p>They log in at {location.host}/console with the key. Send it to them in private.</p>}
        </Form>
      </details>
      {ending !== null && (
        <FormDialog title={`Revoke ${ending.name}?`} onClose={() => setEnding(null)} onSend={end} send="Revoke it">
          <p>Requests with this key are refused from now on. This cannot be undone.</p>
        </FormDialog>
      )}
    </section>
  );
}
