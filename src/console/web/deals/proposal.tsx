import { useState } from 'react';
import { Changes, DeclineDialog } from '../contracts/proposals.js';
import { money } from '../parts/money.js';
import { useRefusals } from '../parts/sending.js';
import { shortDay } from '../parts/times.js';
import type { Deal } from './deal-words.js';
import type { DealActions } from './use-deal-actions.js';

interface Props {
  readonly deal: Deal;
  readonly actions: DealActions;
}

/** The deal that follows from a delivery of a sale without a contract, to be made or declined. */
export function Proposal({ deal: { proposal, currency, may }, actions }: Props) {
  const refused = useRefusals();
  const [isDeclined, setIsDeclined] = useState(false);
  if (proposal === null || currency === null) return null;
  const { answerBy, isOverdue, reason, amount, changes } = proposal;
  return (
    <section aria-label="Proposed deal" className="held">
      <p>
        <strong>Delivered otherwise than sold.</strong> A deal of {money(amount, currency)} is proposed, to be answered
        by {shortDay(answerBy)}
        {isOverdue && ', which is over'}. {reason !== null && `“${reason}”`}
      </p>
      <Changes changes={changes} currency={currency} />
      {may.includes('proposal') && (
        <p className="buttons">
          <button type="button" onClick={() => void refused(actions.applyProposal())}>
            Make the deal
          </button>
          <button type="button" onClick={() => setIsDeclined(true)}>
            Decline …
          </button>
        </p>
      )}
      {isDeclined && (
        <DeclineDialog
          title="Decline the deal"
          follows="No deal is made, and the same difference is not proposed again."
          onSend={actions.declineProposal}
          onClose={() => setIsDeclined(false)}
        />
      )}
    </section>
  );
}
