import { post, put } from '../api/api.js';
import { Choices, InputField, SelectField } from '../parts/fields.js';
import { Form, textOf } from '../parts/form.js';
import { type SetupState, useConfiguredAnew } from './use-configured.js';

type Reps = SetupState['reps'];

/** A pool of reps in turn, and a rule that sends every lead to it. */
export function Turns({ configured: { reps, pools, routing } }: { configured: SetupState }) {
  const anew = useConfiguredAnew();
  if (reps.length === 0) return <p>First add people.</p>;
  if (routing.rules.length > 0) {
    return (
      <>
        <ul className="lines">
          {routing.rules.map(({ name, assign }) => (
            <li key={name}>
              <strong>{name}</strong> {nameOfTarget(assign.poolId)}
            </li>
          ))}
        </ul>
        <Latecomers reps={reps} pools={pools} pool={pools.find(({ id }) => id === routing.rules[0]!.assign.poolId)} />
      </>
    );
  }
  function nameOfTarget(poolId: string | undefined): string {
    const pool = pools.find(({ id }) => id === poolId);
    return pool === undefined ? '' : `goes to ${pool.name}`;
  }

  async function save(form: FormData): Promise<void> {
    const members = chosenOf(form, reps);
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
      <InputField label="Name of the pool" name="name" maxLength={200} required defaultValue="Sales" />
      <Choices legend="In turn" options={reps} inputOf={asMember} />
      <SelectField label="Who is notified of leads that nobody can take" name="queueOwnerId" options={reps} />
    </Form>
  );
}

/** Reps who were added after the pool would silently get no leads. */
function Latecomers(props: { reps: Reps; pools: SetupState['pools']; pool: SetupState['pools'][number] | undefined }) {
  const { reps, pools, pool } = props;
  const anew = useConfiguredAnew();
  const inPools = new Set(
    pools.flatMap(({ members }) => ('teamId' in members ? [] : members.map(({ repId }) => repId))),
  );
  const others = reps.filter(({ id }) => !inPools.has(id));
  // A pool of a team gets its members from the team.
  if (pool === undefined || 'teamId' in pool.members || others.length === 0) return null;
  const { id, members, createdAt: _, updatedAt: __, ...body } = pool;

  async function add(form: FormData): Promise<void> {
    const all = [...(members as readonly { repId: string }[]), ...chosenOf(form, others)];
    await put('/v1/pools/{id}', { path: { id }, body: { ...body, members: all } });
    await anew();
  }

  return (
    <Form onSend={add} send={`Add to ${pool.name}`}>
      <Choices legend="Get no leads yet" options={others} inputOf={asFurtherMember} />
    </Form>
  );
}

const asMember = (id: string) => ({ type: 'checkbox', name: id, defaultChecked: true });
/** Whoever was left out of the pool may have been so on purpose. */
const asFurtherMember = (id: string) => ({ type: 'checkbox', name: id });

/** @throws Error if no one is chosen */
function chosenOf(form: FormData, reps: Reps): { repId: string }[] {
  const chosen = reps.filter(({ id }) => form.has(id)).map(({ id }) => ({ repId: id }));
  if (chosen.length === 0) throw new Error('Choose at least one person.');
  return chosen;
}
