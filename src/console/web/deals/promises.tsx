import { useState } from 'react';
import { PromiseList } from '../clocks/promise-list.js';
import { InputField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { useRefusals } from '../parts/sending.js';
import { shortDateTime } from '../parts/times.js';
import { CLOCK_STATES } from '../parts/words.js';
import { useMe } from '../session/me.js';
import { ASKED_OF_DEAL, type Deal } from './deal-words.js';
import type { DealActions } from './use-deal-actions.js';

type Clock = Deal['clocks'][number];

/** The promises of a deal with their states, and what the user may do with each. */
export function Promises({ deal, actions }: { deal: Deal; actions: DealActions }) {
  const { timeZone } = useMe();
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
              {clock.dueAt !== null && ` · due ${shortDateTime(clock.dueAt, timeZone)}`}
            </span>
            {clock.may.includes('acknowledge') && (
              <button type="button" onClick={() => void refused(actions.acknowledge(clock.id))}>
                I am on it
              </button>
            )}
            {clock.may.includes('strike') && (
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

function stateOf(clock: Clock): string {
  if (clock.state !== 'breached') return CLOCK_STATES[clock.state];
  if (clock.breachedAt === clock.struckBreachAt) return 'missed, struck';
  return clock.metAt === undefined ? 'missed' : 'missed, made up for';
}
