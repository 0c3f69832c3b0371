import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { get, type Schemas, TouchlineProblem } from '../api/api.js';
import type { Deal } from '../deals/deal-words.js';
import { serverTime } from '../live/server-time.js';
import { Dialog } from '../parts/dialog.js';
import { FaultAt } from '../parts/faults.js';
import { Form, textOf } from '../parts/form.js';
import { dayIn, endOfDay, zoneBeside } from '../parts/times.js';
import { useReps } from '../parts/use-reps.js';
import { useMe } from '../session/me.js';
import type { DealActions } from './use-deal-actions.js';

interface Props {
  readonly deal: Deal;
  readonly actions: DealActions;
  readonly onClose: () => void;
}

/** Wins a deal. Where the form of its handoff is incomplete, what is missing is said, and somebody may decide to win it all the same. */
export function WinDialog({ deal, actions, onClose }: Props) {
  const { timeZone } = useMe();
  const [isIncomplete, setIncomplete] = useState(false);
  const [isException, setException] = useState(false);
  const deciders = useDeciders(deal);
  async function win(form: FormData): Promise<void> {
    try {
      await actions.win(isException ? { exception: exceptionIn(form, timeZone) } : {});
    } catch (error) {
      setIncomplete(error instanceof TouchlineProblem && error.type.endsWith('#handoff-incomplete'));
      throw error;
    }
    onClose();
  }
  return (
    <Dialog title={`Win: ${deal.name}`} onClose={onClose}>
      <Form onSend={win} send={isException ? 'Win it all the same' : 'Win the deal'}>
        {deal.renewal !== null && (
          <p>The contract stays as it is: it renews by itself, or once its renewal is recorded.</p>
        )}
        {isIncomplete && (
          <>
            <p>
              {deal.handoff === null ? (
                'The form of its handoff is incomplete.'
              ) : (
                <Link href={`/handoffs/${deal.handoff.id}`}>Fill in the form of its handoff</Link>
              )}
            </p>
            {deciders.length > 0 && (
              <label className="check">
                <input type="checkbox" checked={isException} onChange={({ target }) => setException(target.checked)} />
                Win it by exception, and complete the form later
              </label>
            )}
          </>
        )}
        {isException && <Exception deciders={deciders} />}
      </Form>
    </Dialog>
  );
}

/** Who may have decided it: who has a part in its handoff, whom somebody sees, and they themselves, but not the owner. */
function useDeciders({ ownerRepId, handoff }: Deal): readonly Pick<Schemas['Rep'], 'id' | 'name'>[] {
  const { repId, name } = useMe();
  const reps = (useReps().data ?? []).filter(({ active }) => active);
  const { data } = useQuery({
    queryKey: ['handoff', handoff?.id],
    queryFn: () => get('/v1/handoffs/{id}', { path: { id: handoff!.id } }),
    enabled: handoff !== null,
  });
  const parties = (data?.people ?? []).map((person) => ({ id: person.repId, name: person.name }));
  const self = repId === null ? [] : [{ id: repId, name }];
  const known = new Map([...self, ...parties, ...reps].map((each) => [each.id, each]));
  return [...known.values()].filter(({ id }) => id !== ownerRepId);
}

function exceptionIn(form: FormData, timeZone: string) {
  const told = (name: string) => textOf(form, name);
  return {
    deciderRepId: told('deciderRepId'),
    reason: told('reason'),
    completeBy: endOfDay(told('day'), timeZone),
  };
}

function Exception({ deciders }: { deciders: ReturnType<typeof useDeciders> }) {
  const { timeZone } = useMe();
  return (
    <>
      <label>
        Who decided it
        <select name="deciderRepId" required defaultValue="">
          <option value="" disabled>
            Choose
          </option>
          {deciders.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <FaultAt at="/exception/deciderRepId" />
      </label>
      <label>
        Why
        <input name="reason" maxLength={1_000} required />
        <FaultAt at="/exception/reason" />
      </label>
      <label>
        The form is complete by{zoneBeside(timeZone)}
        <input name="day" type="date" required min={dayIn(serverTime.now(), timeZone)} />
        <FaultAt at="/exception/completeBy" />
      </label>
    </>
  );
}
