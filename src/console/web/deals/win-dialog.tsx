import { useState } from 'react';
import { Link } from 'wouter';
import { type Schemas, TouchlineProblem } from '../api/api.js';
import { worthOfDrafts } from '../contracts/line-drafts.js';
import { RenewalFields, useRenewalTerm } from '../contracts/renewal-fields.js';
import type { Option } from '../parts/choice.js';
import { Dialog } from '../parts/dialog.js';
import { CheckField } from '../parts/fields.js';
import { FormDialog } from '../parts/form.js';
import { money } from '../parts/money.js';
import { ErrorState, Loading } from '../parts/states.js';
import { usePeople } from '../parts/use-people.js';
import { useMe } from '../session/me.js';
import type { Deal } from './deal-words.js';
import { ExceptionFields, exceptionIn } from './exception-fields.js';
import { type Answering, SoldForFields, useSoldFor } from './sold-for-fields.js';
import { worthOf } from './term.js';
import { type DealDialogProps, useDealActions } from './use-deal-actions.js';
import { useDeal, useHandoffOf, useLeadOf } from './use-deals.js';

/** Wins a deal. If the form of its handoff is incomplete, it can be won by exception. */
export function WinDialog({ deal, actions, onClose }: DealDialogProps) {
  const { timeZone } = useMe();
  const [isIncomplete, setIncomplete] = useState(false);
  const [isException, setException] = useState(false);
  const deciders = useDeciders(deal);
  const lead = useLeadOf(deal);
  const { type } = deal;
  const renewal = useRenewalTerm(type === 'renewal' ? deal.contractId : null);
  // The lines of the next term decide what a renewal is worth.
  const worth = (type === 'renewal' && worthOfDrafts(renewal.lines)) || deal.amount;
  const answering = useSoldFor(deal);
  async function win(form: FormData): Promise<void> {
    try {
      await actions.win({
        ...(isException && { exception: exceptionIn(form, timeZone) }),
        ...(type !== 'renewal' && answering.said),
        ...(renewal.body !== undefined && { renew: renewal.body }),
      });
    } catch (error) {
      setIncomplete(error instanceof TouchlineProblem && error.type.endsWith('#handoff-incomplete'));
      throw error;
    }
  }
  return (
    <FormDialog
      title={`Win: ${deal.name}`}
      onClose={onClose}
      onSend={win}
      send={isException ? 'Win it anyway' : 'Win the deal'}
    >
      {isIncomplete && !isException ? (
        <p>The deal is not won yet: the form of its handoff lacks what is listed above.</p>
      ) : (
        <>
          <p>
            {money(worth, deal.currency)}
            {deal.account !== null && ` from ${deal.account.name}`}, won today. {afterwards(deal, lead, answering)}
          </p>
          {lead !== undefined && lead.status !== 'open' && type !== 'renewal' && <p>{closedWords(lead)}</p>}
          <p>If it was a mistake, “Open again” on its page takes it back; “Edit” corrects the amount or the term.</p>
          {type !== 'renewal' && <SoldForFields answering={answering} worth={worthOf(deal)} />}
          {type === 'renewal' && deal.contractId !== null && (
            <>
              <p>Its contract is renewed with it:</p>
              <RenewalFields term={renewal} at="/renew" />
            </>
          )}
        </>
      )}
      {isIncomplete && (
        <>
          {deal.handoff !== null && (
            <p>
              <Link href={`/handoffs/${deal.handoff.id}`}>Fill in the form of its handoff</Link>
            </p>
          )}
          {deciders.length > 0 && (
            <CheckField
              label="Win it by exception, and complete the form later"
              checked={isException}
              onChange={({ target }) => setException(target.checked)}
            />
          )}
        </>
      )}
      {isException && <ExceptionFields deciders={deciders} />}
    </FormDialog>
  );
}

/** The dialog elsewhere than on the page of the deal. */
export function WinDialogOf({ dealId, onClose }: { readonly dealId: string; readonly onClose: () => void }) {
  const actions = useDealActions(dealId);
  const { data, error } = useDeal(dealId);
  if (data !== undefined) return <WinDialog deal={data} actions={actions} onClose={onClose} />;
  return (
    <Dialog title="Win the deal" onClose={onClose}>
      {error === null ? <Loading /> : <ErrorState error={error} />}
    </Dialog>
  );
}

type Lead = Schemas['Lead'];

/** Says as what a lead is closed that its deal wins after all. */
function closedWords({ status, disposition }: Lead): string {
  if (status === 'won') return 'Its lead is won already.';
  const label = disposition === null ? '' : ` as “${disposition.label}”`;
  return `Its lead is closed${label} (${status}). That is taken back, and the lead is won too.`;
}

/** Says what winning a deal begins. @param seen the lead, if the user may see it */
function afterwards({ handoff, lead, type }: Deal, seen: Lead | undefined, { known, said }: Answering): string {
  const sold = said ?? known;
  const effects = [
    handoff !== null && 'its handoff begins',
    lead !== null && seen === undefined && 'its lead is closed as won',
    seen?.status === 'open' && 'its lead is closed as won',
    type !== 'renewal' && sold !== null && 'term' in sold && 'its term becomes a contract',
  ].filter((effect) => effect !== false);
  const words = new Intl.ListFormat('en').format(effects);
  return words === '' ? '' : `Then ${words}.`;
}

/** Returns the people who may decide on an exception: anyone but the owner. */
function useDeciders(deal: Deal): readonly Option[] {
  return usePeople(useHandoffOf(deal)?.people ?? []).filter(({ id }) => id !== deal.ownerRepId);
}
