import { post, put } from '../api/api.js';
import { Form, textOf } from '../parts/form.js';
import { type Configured, useConfiguredAnew } from './use-configured.js';

/** A pool of people, whose turn it is to get leads, and the rule that sends every lead there. */
export function Turns({ configured: { reps, pools, routing } }: { configured: Configured }) {
  const anew = useConfiguredAnew();
  if (reps.length === 0) return <p>First add people.</p>;
  if (routing.rules.length > 0) {
    return (
      <ul className="lines">
        {routing.rules.map(({ name, assign }) => (
          <li key={name}>
            <strong>{name}</strong> {nameOfTarget(assign.poolId)}
          </li>
        ))}
      </ul>
    );
  }
  function nameOfTarget(poolId: string | undefined): string {
    const pool = pools.find(({ id }) => id === poolId);
    return pool === undefined ? '' : `goes to ${pool.name}`;
  }

  async function save(form: FormData): Promise<void> {
    const members = reps.filter(({ id }) => form.has(id)).map(({ id }) => ({ repId: id }));
    const name = textOf(form, 'name');
    const known = pools.find((pool) => pool.name.toLowerCase() === name.toLowerCase());
    const pool = known ?? (await post('/v1/pools', { body: { name, members } }));
    await put('/v1/routing', {
      body: {
        rules: [{ name: 'Every lead', when: {}, assign: { poolId: pool.id } }],
        fallback: { poolId: pool.id, queueOwnerId: textOf(form, 'queueOwnerId') },
        version: routing.version,
      },
    });
    await anew();
  }

  return (
    <Form onSend={save} send="Send every lead to them in turn">
      <label>
        Name of the pool
        <input name="name" maxLength={200} required defaultValue="Everybody" />
      </label>
      <fieldset className="choices">
        <legend>In turn</legend>
        {reps.map(({ id, name }) => (
          <label key={id} className="choice">
            <input type="checkbox" name={id} defaultChecked />
            {name}
          </label>
        ))}
      </fieldset>
      <label>
        Is told of leads that nobody can take
        <select name="queueOwnerId" required>
          {reps.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </Form>
  );
}
