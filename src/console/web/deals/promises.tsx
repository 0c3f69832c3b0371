import { useState } from 'react';
import { PromiseList } from '../clocks/promise-list.js';
import { InputField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { useRefusals } from '../parts/sending.js';
import { shortDateTime } from '../parts/times.js';
import { CLOCK_STATES } from '../parts/words.js';
import { may, useMe } from '../session/me.js';
import { ASKED_OF_DEAL, type Deal } from './deal-words.js';
import type { DealActions } from './use-deal-actions.js';

type Clock = Deal['clocks'][number];

/** The promises of a deal with their states. A running one can be acknowledged, and managers can strike a miss. */
export function Promises({ deal, actions }: { deal: Deal; actions: DealActions }) {
  const me = useMe();
  const refused = useRefusals();
  const [struck, setStruck] = useState<Clock | null>(null);
  if (deal.clocks.length === 0) return null;
  return (
    <section aria-labelledby="promises">
      <h2 id="promises">Promises</h2>
      <PromiseList
        clocks={deal.clocks}
        line={(clock) => (
          <li key={clock.id}>
            <span>
              {ASKED_OF_DEAL[clock.kind]}: {stateOf(clock)}
              {clock.dueAt !== null && ` · due ${shortDateTime(clock.dueAt, me.timeZone)}`}
            </span>
            {isAcknowledgeable(clock, deal) && (
              <button type="button" onClick={() => void refused(actions.acknowledge(clock.id))}>
                I am on it
              </button>
            )}
            {isMissed(clock) && clock.repId !== me.repId && may(me, 'manager') && (
              <button type="button" onClick={() => setStruck(clock)}>
                Strike
              </button>
            )}
          </li>
        )}
      />
      {struck !== null && (
        <FormDialog
          title={`Strike: ${ASKED_OF_DEAL[struck.kind]}`}
          onClose={() => setStruck(null)}
          onSend={(form) => actions.strike(struck.id, textOf(form, 'reason'))}
          send="Strike the miss"
        >
          <p>It no longer counts. What was enforced because of it is not undone.</p>
          <InputField label="Why the miss should not count" name="reason" maxLength={1_000} required />
        </FormDialog>
      )}
    </section>
  );
}

/** Whoever works on the deal may answer for its owner, such as the rep who stands in for them. */
const isAcknowledgeable = ({ state, repId, acknowledgedAt }: Clock, { may, ownerRepId }: Deal) =>
  may.includes('update') && state === 'running' && repId === ownerRepId && acknowledgedAt === undefined;

const isMissed = ({ state, breachedAt, struckBreachAt }: Clock) =>
  state === 'breached' && breachedAt !== struckBreachAt;

function stateOf(clock: Clock): string {
  if (clock.state !== 'breached') return CLOCK_STATES[clock.state];
  if (!isMissed(clock)) return 'missed, struck';
  return clock.metAt === undefined ? 'missed' : 'missed, made up for';
}
