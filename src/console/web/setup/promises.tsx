import { post, type Schemas } from '../api/api.js';
import { Form, textOf } from '../parts/form.js';
import { type Configured, useConfiguredAnew } from './use-configured.js';

const SPANS: Readonly<Record<string, string>> = {
  PT5M: '5 minutes',
  PT15M: '15 minutes',
  PT30M: '30 minutes',
  PT1H: 'an hour',
  PT4H: '4 hours',
  P1D: 'a day',
};

/** A policy for every lead: how soon somebody calls, and what happens otherwise. */
export function Promises({ configured: { policies } }: { configured: Configured }) {
  const anew = useConfiguredAnew();

  async function save(form: FormData): Promise<void> {
    const within = textOf(form, 'within');
    const isMoved = textOf(form, 'otherwise') === 'move';
    await post('/v1/sla-policies', {
      body: {
        name: textOf(form, 'name'),
        time: form.has('always') ? 'elapsed' : 'working',
        firstTouch: {
          within,
          onBreach: [{ after: 'PT0S', ...(isMoved ? { do: 'reassign' } : { do: 'escalate', to: 'manager' }) }],
        },
      },
    });
    await anew();
  }

  return (
    <>
      <ul className="lines">
        {policies.map((policy) => (
          <li key={policy.id}>
            <strong>{policy.name}</strong> {sentenceOf(policy)}
          </li>
        ))}
      </ul>
      {policies.length === 0 && (
        <Form onSend={save} send="Promise it">
          <div className="fields">
            <label>
              Name
              <input name="name" maxLength={200} required defaultValue="Every lead" />
            </label>
            <label>
              Called within
              <select name="within" defaultValue="PT15M">
                {Object.entries(SPANS).map(([value, words]) => (
                  <option key={value} value={value}>
                    {words}
                  </option>
                ))}
              </select>
            </label>
            <label>
              Otherwise
              <select name="otherwise" defaultValue="move">
                <option value="move">it moves to the next person</option>
                <option value="tell">their manager is told</option>
              </select>
            </label>
          </div>
          <label className="check">
            <input type="checkbox" name="always" />
            By night and on weekends, too
          </label>
        </Form>
      )}
    </>
  );
}

function sentenceOf({ firstTouch, time }: Schemas['Policy']): string {
  const within = firstTouch?.within;
  if (within === undefined) return '';
  return `called within ${SPANS[within] ?? within}${time === 'working' ? ' of working time' : ''}`;
}
