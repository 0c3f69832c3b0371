import { useState } from 'react';
import { post, type Schemas } from '../api/api.js';
import { ClockChip } from '../clocks/clock-chip.js';
import type { Deal } from '../deals/deal-words.js';
import { ExceptionFields, exceptionIn } from '../deals/exception-fields.js';
import { SoldForFields, useSoldFor } from '../deals/sold-for-fields.js';
import { useDeal } from '../deals/use-deals.js';
import { WinDialogOf } from '../deals/win-dialog.js';
import { Dialog } from '../parts/dialog.js';
import { FormDialog } from '../parts/form.js';
import { ErrorState, Loading } from '../parts/states.js';
import { usePeople } from '../parts/use-people.js';
import { useMe } from '../session/me.js';
import { ASKED, owedOf } from './clocks.js';
import { focusOn } from './form/focus.js';
import { LinkDialog } from './link-dialog.js';
import { useAct } from './use-act.js';
import { usePartyNames } from './use-party-names.js';
import { type Words, WordsDialog } from './words-dialog.js';

type Handoff = Schemas['Handoff'];

export function GiverColumn({ handoff }: { handoff: Handoff }) {
  const nameOf = usePartyNames();
  const nameWithin = usePartyNames('you');
  const { state, clocks, exception, clientTold, textForClient, cancelReason } = handoff;
  const isOpen = state === 'draft' || state === 'running';
  return (
    <section aria-label="Who gives" className="column">
      <h2>Gives</h2>
      <p>
        {nameOf(handoff.giverRepId)} · <Missing handoff={handoff} />
      </p>
      <ul className="lines">
        {isOpen &&
          owedOf(clocks)
            .filter(({ kind }) => kind !== 'handoffDecision')
            .map((clock) => (
              <li key={clock.id}>
                {ASKED[clock.kind]} <ClockChip clock={clock} />
                {clock.repId !== undefined && clock.repId !== handoff.giverRepId && ` ${nameOf(clock.repId)}`}
              </li>
            ))}
      </ul>
      {exception !== null && (
        <p>
          By exception of {nameWithin(exception.deciderRepId)}: {exception.reason}
        </p>
      )}
      {clientTold !== null && <p>The client was informed{clientTold.note !== null && `: ${clientTold.note}`}</p>}
      {cancelReason !== null && <p>Called off: {cancelReason}</p>}
      {textForClient !== null && (
        <details>
          <summary>Message for the client</summary>
          <pre className="letter">{textForClient}</pre>
        </details>
      )}
      <Buttons handoff={handoff} />
    </section>
  );
}

/** What the form lacks. Fields that a receiver returned are filled in, and yet need another answer. */
function Missing({ handoff: { missing, receivers, state } }: { handoff: Handoff }) {
  const [first, ...more] = receivers.flatMap((receiver) => (receiver.state === 'returned' ? receiver.missing : []));
  const words = missing > 0 ? `${missing} missing` : 'nothing is missing';
  if (first === undefined || state !== 'running') return words;
  return (
    <>
      {missing > 0 && `${words}, `}
      <button type="button" className="link" onClick={() => focusOn(first)}>
        {more.length + 1} returned
      </button>
    </>
  );
}

type Opened = 'win' | 'exception' | 'link' | Exclude<Words['what'], 'decide'>;

function Buttons({ handoff }: { handoff: Handoff }) {
  const act = useAct(handoff);
  const [opened, setOpened] = useState<Opened | null>(null);
  const { id, state, startsOn, deal, missing, role, textForClient } = handoff;
  const { gives, may } = role;
  if (may.length === 0) return null;
  const close = () => setOpened(null);
  const isDraft = state === 'draft';
  const isToWin = gives && isDraft && startsOn === 'deal.won' && deal !== null && deal.wonAt === null;
  return (
    <>
      <p className="buttons">
        {isToWin && (
          <button type="button" className="main" disabled={missing > 0} onClick={() => setOpened('win')}>
            Win the deal …
          </button>
        )}
        {isToWin && missing > 0 && (
          <button type="button" onClick={() => setOpened('exception')}>
            Win it by exception …
          </button>
        )}
        {may.includes('start') && (
          <button
            type="button"
            className={isDraft ? 'main' : ''}
            disabled={isDraft && missing > 0}
            onClick={() => act.now('Handed over', () => post('/v1/handoffs/{id}/start', { path: { id } }))}
          >
            {isDraft ? 'Hand it over' : 'Hand it over again as it is'}
          </button>
        )}
        {may.includes('told') && textForClient !== null && (
          <button type="button" onClick={() => setOpened('told')}>
            The client was informed …
          </button>
        )}
        {may.includes('links') && (
          <button type="button" className="quiet" onClick={() => setOpened('link')}>
            Create a link to the form …
          </button>
        )}
        {may.includes('cancel') && (
          <button type="button" className="quiet" onClick={() => setOpened('cancel')}>
            Call it off …
          </button>
        )}
      </p>
      {opened === 'win' && <WinDialogOf dealId={deal!.id} onClose={close} />}
      {opened === 'exception' && <ExceptionDialog handoff={handoff} onClose={close} />}
      {opened === 'link' && <LinkDialog handoff={handoff} of="form" onClose={close} />}
      {(opened === 'told' || opened === 'cancel') && <WordsDialog what={opened} handoff={handoff} onClose={close} />}
    </>
  );
}

interface ExceptionProps {
  readonly handoff: Handoff;
  readonly onClose: () => void;
}

function ExceptionDialog(props: ExceptionProps) {
  const { data, error } = useDeal(props.handoff.deal!.id);
  if (data !== undefined) return <WinByException {...props} deal={data} />;
  return (
    <Dialog title="Win it by exception" onClose={props.onClose}>
      {error === null ? <Loading /> : <ErrorState error={error} />}
    </Dialog>
  );
}

function WinByException({ handoff, deal, onClose }: ExceptionProps & { readonly deal: Deal }) {
  const act = useAct(handoff);
  const answering = useSoldFor(deal);
  const { timeZone } = useMe();
  const deciders = usePeople(handoff.people).filter(({ id: repId }) => repId !== handoff.giverRepId);
  const { id, name } = deal;
  async function win(form: FormData): Promise<void> {
    const body = { exception: exceptionIn(form, timeZone), ...answering.said };
    await act.orThrow(`Won by exception: ${name}`, () => post('/v1/deals/{id}/win', { path: { id }, body }));
  }
  return (
    <FormDialog title="Win it by exception" onClose={onClose} onSend={win} send="Win the deal">
      <p>{handoff.missing} missing. Exceptions are counted in reports, and the person who decided is notified.</p>
      <ExceptionFields deciders={deciders} />
      {deal.type !== 'renewal' && <SoldForFields answering={answering} worth={deal} />}
    </FormDialog>
  );
}
