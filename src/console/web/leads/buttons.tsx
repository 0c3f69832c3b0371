import type { Schemas } from '../api/api.js';
import { useMinute } from '../parts/minute.js';
import { useMe } from '../session/me.js';
import type { LeadActions } from './actions.js';
import type { LeadSheet } from './dialogs.js';
import { mayUse } from './forbidden.js';
import { isToBeAccepted, mayBeDeclined, mayWorkOn } from './person.js';

interface Props {
  readonly lead: Schemas['Lead'];
  readonly actions: LeadActions;
  readonly onSheet: (sheet: LeadSheet) => void;
}

/** What the user may do with the lead. What would use a forbidden channel is not offered. */
export function Buttons({ lead, actions, onSheet }: Props) {
  const me = useMe();
  const { repId } = me;
  const now = useMinute() * 60_000;
  const why = (
    <button type="button" onClick={() => onSheet('why')}>
      {repId !== null && repId === lead.ownerId ? 'Why me?' : 'Why?'}
    </button>
  );
  if (!mayWorkOn(lead, me)) return <p className="buttons">{why}</p>;
  const write = lead.erasedAt === undefined && (
    <>
      <button type="button" onClick={() => onSheet('note')}>
        Note
      </button>
      <button type="button" onClick={() => onSheet('contact')}>
        Correct
      </button>
    </>
  );
  if (lead.status !== 'open') {
    return (
      <p className="buttons">
        {lead.erasedAt === undefined && (
          <button type="button" onClick={() => actions.reopen(lead, 'Opened in the console')}>
            Open again
          </button>
        )}
        {write}
        {why}
      </p>
    );
  }
  if (lead.ownerId === null) {
    return (
      <p className="buttons">
        {repId !== null && lead.queue === null && (
          <button type="button" className="main" onClick={() => actions.claim(lead)}>
            Claim
          </button>
        )}
        <button type="button" onClick={() => onSheet('reassign')}>
          Give to …
        </button>
        {write}
        {why}
      </p>
    );
  }
  const mayCall = mayUse('call', lead, now);
  return (
    <p className="buttons">
      {isToBeAccepted(lead) && (
        <button type="button" onClick={() => actions.acknowledge(lead)}>
          Accept
        </button>
      )}
      {mayCall && (
        <button type="button" className="main" onClick={() => onSheet('call')}>
          Log a call
        </button>
      )}
      {mayUse('email', lead, now) && (
        <button type="button" {...(!mayCall && { className: 'main' })} onClick={() => onSheet('email')}>
          Log an e-mail
        </button>
      )}
      <button type="button" onClick={() => onSheet('milestone')}>
        Qualified, won …
      </button>
      <button type="button" onClick={() => onSheet('deal')}>
        Create a deal …
      </button>
      <button type="button" onClick={() => onSheet('dispose')}>
        Close
      </button>
      {lead.pause?.kind === 'hand' ? (
        <button type="button" onClick={() => actions.resume(lead)}>
          Resume
        </button>
      ) : (
        <button type="button" onClick={() => onSheet('pause')}>
          Pause
        </button>
      )}
      {mayBeDeclined(lead) && (
        <button type="button" onClick={() => onSheet('decline')}>
          Give back
        </button>
      )}
      <button type="button" onClick={() => onSheet('reassign')}>
        Move
      </button>
      {write}
      {why}
    </p>
  );
}
