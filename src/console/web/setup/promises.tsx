import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { type BodyOf, get, post } from '../api/api.js';
import { CheckField } from '../parts/fields.js';
import { Form, textOf } from '../parts/form.js';
import { Unread } from '../parts/states.js';
import { type SetupState, useConfiguredAnew } from './use-configured.js';

/** The policies that are named; the others are counted. */
const SHOWN_MAX = 5;

type PolicyBody = BodyOf<'/v1/sla-policies'>;

/** Creates a policy for every lead from a template. */
export function Promises({ configured: { policies } }: { configured: SetupState }) {
  const anew = useConfiguredAnew();
  const { data, error } = useQuery({ queryKey: ['ready-made'], queryFn: () => get('/v1/policies/ready-made') });
  if (policies.length > 0) {
    const more = policies.length - SHOWN_MAX;
    return (
      <ul className="lines">
        {policies.slice(0, SHOWN_MAX).map(({ id, name }) => (
          <li key={id}>
            <strong>{name}</strong>
          </li>
        ))}
        {more > 0 && (
          <li>
            <Link href="/configure/policies">{more} more</Link>
          </li>
        )}
      </ul>
    );
  }
  if (data === undefined) return <Unread error={error} />;

  async function save(form: FormData): Promise<void> {
    const chosen = data?.policies.find(({ code }) => code === textOf(form, 'code'));
    if (chosen === undefined) return;
    const body = { ...(chosen.body as PolicyBody), time: form.has('always') ? 'elapsed' : 'working' } as const;
    await post('/v1/sla-policies', { body });
    await anew();
  }

  return (
    <Form onSend={save} send="Promise it">
      <fieldset className="options">
        <legend>Templates, which you can change later</legend>
        {data.policies.map(({ code, title, description }, index) => (
          <label key={code} className="option">
            <input type="radio" name="code" value={code} defaultChecked={index === 0} />
            <span>
              <strong>{title}</strong>
              <br />
              {description}
            </span>
          </label>
        ))}
      </fieldset>
      <CheckField label="Also at night and on weekends" name="always" />
    </Form>
  );
}
