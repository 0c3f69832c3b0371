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
  return contract.proposals.map(
    ({ dealId, effectiveOn, answerBy, isOverdue, reason, formerArr, arr, changes, mayAnswer }) => (
      <section key={dealId} aria-label="Proposed amendment" className="held">
        <p>
          <strong>Delivered otherwise than sold.</strong> From {shortDay(effectiveOn)} on {money(arr, currency)} a year
          instead of {money(formerArr, currency)}, to be answered by {shortDay(answerBy)}
          {isOverdue && ', which is over'}. {reason !== null && `“${reason}” `}
          <Link href={`/deals/${dealId}`}>Its deal</Link>
        </p>
        <Changes changes={changes} currency={currency} />
        {mayAnswer && (
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
          <DeclineDialog
            title="Decline the amendment"
            follows="The contract stays as it is, and the same difference is not proposed again."
            onSend={(why) => actions.declineProposal(dealId, why)}
            onClose={() => setDeclined(null)}
          />
        )}
      </section>
    ),
  );
}

interface ChangesProps {
  readonly changes: Contract['proposals'][number]['changes'];
  readonly currency: string;
}

/** What was delivered otherwise, by product. */
export function Changes({ changes, currency }: ChangesProps) {
  return (
    <ul>
      {changes.map(({ product, kind, soldAmount, amount }) => (
        <li key={`${kind} ${product}`}>
          {product}: {money(amount, currency)} instead of {money(soldAmount, currency)} over the whole term
        </li>
      ))}
    </ul>
  );
}

interface DeclineProps {
  readonly title: string;
  /** What follows from it, in a sentence. */
  readonly follows: string;
  readonly onSend: (reason: string) => Promise<unknown>;
  readonly onClose: () => void;
}

export function DeclineDialog({ title, follows, onSend, onClose }: DeclineProps) {
  async function decline(form: FormData): Promise<void> {
    await onSend(textOf(form, 'reason'));
    onClose();
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <Form onSend={decline} send="Decline">
        <p>{follows}</p>
        <TextAreaField label="Why" name="reason" required />
      </Form>
    </Dialog>
  );
}
