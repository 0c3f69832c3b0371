import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, remove, type Schemas, TouchlineProblem } from '../api/api.js';
import { forPeople } from '../parts/for-people.js';
import { useDoing, useRefusals } from '../parts/sending.js';
import { Unread } from '../parts/states.js';
import { shortDateTime } from '../parts/times.js';
import { useMe } from '../session/me.js';
import { OffboardDialog } from './offboard-dialog.js';
import { HandedOver, type Successors } from './successors.js';

type Rep = Schemas['Rep'];

/** Says when a rep leaves, or lets the user plan it. */
export function Offboarding({ rep }: { rep: Rep }) {
  const [isOpen, setOpen] = useState(false);
  const { data: plan, error } = useQuery({
    queryKey: ['rep', rep.id, 'offboarding'],
    queryFn: () => planOf(rep.id),
  });
  return (
    <section aria-labelledby="leaving-title">
      <h2 id="leaving-title">Leaving</h2>
      {plan === undefined && <Unread error={error} />}
      {plan === null && <p>{rep.name} hands over all leads and whatever else they have.</p>}
      {plan && <Planned plan={plan} rep={rep} />}
      <p>
        <button type="button" onClick={() => setOpen(true)}>
          {plan ? 'Change …' : 'Offboard …'}
        </button>
      </p>
      {isOpen && <OffboardDialog rep={rep} plan={plan ?? null} onClose={() => setOpen(false)} />}
    </section>
  );
}

/** Returns the planned offboarding of a rep; null if there is none. */
async function planOf(id: string): Promise<Schemas['Offboarding'] | null> {
  try {
    return await get('/v1/reps/{id}/offboard', { path: { id } });
  } catch (error) {
    if (error instanceof TouchlineProblem && error.status === 404) return null;
    throw error;
  }
}

function Planned({ plan, rep }: { plan: Schemas['Offboarding']; rep: Rep }) {
  const { timeZone } = useMe();
  const refused = useRefusals();
  const change = useDoing([['rep', rep.id]]);
  const withdraw = () =>
    change({
      message: `${rep.name} stays`,
      send: () => remove('/v1/reps/{id}/offboard', { path: { id: rep.id } }),
    });
  return (
    <div className="held">
      <p>
        <strong>Leaves on {shortDateTime(plan.at, timeZone)}</strong>
      </p>
      <ul className="lines">
        <HandedOver offboarding={plan} successors={plan.request as Successors} />
      </ul>
      {plan.missing.map(({ message }) => (
        <p key={message}>{forPeople(message)}</p>
      ))}
      <button type="button" onClick={() => void refused(withdraw())}>
        Withdraw
      </button>
    </div>
  );
}
