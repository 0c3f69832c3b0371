import { useState } from 'react';
import { Link } from 'wouter';
import { Dialog } from '../parts/dialog.js';
import { TextAreaField } from '../parts/fields.js';
import { Form, textOf } from '../parts/form.js';
import { money } from '../parts/money.js';
import { useRefusals } from '../parts/sending.js';
import { shortDay } from '../parts/times.js';
import type { Contract } from './contract-words.js';
import type { ContractActions } from './use-contract-actions.js';

interface Props {
  readonly contract: Contract;
  readonly actions: ContractActions;
}

/** Amendments that follow from deliveries, each to be applied or declined. */
export function Proposals({ contract, actions }: Props) {
  const refused = useRefusals();
  const [declined, setDeclined] = useState<string | null>(null);
  const { currency } = contract;
  return contract.proposals.map(({ dealId, effectiveOn, answerBy, reason, formerArr, arr, changes }) => (
    <section key={dealId} aria-label="Proposed amendment" className="held">
      <p>
        <strong>Delivered otherwise than sold.</strong> From {shortDay(effectiveOn)} on {money(arr, currency)} a year
        instead of {money(formerArr, currency)}, to be answered by {shortDay(answerBy)}.{' '}
        {reason !== null && `“${reason}” `}
        <Link href={`/deals/${dealId}`}>Its deal</Link>
      </p>
      <ul>
        {changes.map(({ product, kind, soldAmount, amount }) => (
          <li key={`${kind} ${product}`}>
            {product}: {money(amount, currency)} instead of {money(soldAmount, currency)} over the whole term
          </li>
        ))}
      </ul>
      {contract.may.includes('amend') && (
        <p className="buttons">
          <button type="button" onClick={() => void refused(actions.applyProposal(dealId))}>
            Apply the amendment
          </button>
          <button type="button" onClick={() => setDeclined(dealId)}>
            Decline …
          </button>
        </p>
      )}
      {declined === dealId && (
        <DeclineDialog onSend={(why) => actions.declineProposal(dealId, why)} onClose={() => setDeclined(null)} />
      )}
    </section>
  ));
}

interface DeclineProps {
  readonly onSend: (reason: string) => Promise<unknown>;
  readonly onClose: () => void;
}

function DeclineDialog({ onSend, onClose }: DeclineProps) {
  async function decline(form: FormData): Promise<void> {
    await onSend(textOf(form, 'reason'));
    onClose();
  }
  return (
    <Dialog title="Decline the amendment" onClose={onClose}>
      <Form onSend={decline} send="Decline">
        <p>The contract stays as it is, and the same difference is not proposed again.</p>
        <TextAreaField label="Why" name="reason" required />
      </Form>
    </Dialog>
  );
}
