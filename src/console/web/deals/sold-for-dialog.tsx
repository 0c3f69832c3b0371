import { useState } from 'react';
import { FormDialog, textOf } from '../parts/form.js';
import { MoneyFields } from '../parts/money-fields.js';
import type { Deal } from './deal-words.js';
import { SoldForFields, useSoldFor } from './sold-for-fields.js';
import { dayAfter, worthOf } from './term.js';
import type { DealDialogProps } from './use-deal-actions.js';

/** Converts a pilot by the term that it gets, or says of a deal that was won for how long it is sold. */
export function SoldForDialog({ deal, actions, onClose }: DealDialogProps) {
  const { pilot } = deal;
  const isPilot = pilot !== null;
  const [entered, setEntered] = useState<Pick<Deal, 'amount' | 'currency'>>(deal);
  const worth = { ...worthOf(deal), ...withAmount(entered, deal) };
  const answering = useSoldFor(deal, isPilot ? { kind: 'term', startsOn: dayAfter(pilot.endsOn) } : {});
  async function save(form: FormData): Promise<void> {
    const [amount, currency] = [textOf(form, 'amount'), textOf(form, 'currency').toUpperCase()];
    const isOther = isPilot && amount !== '' && (amount !== deal.amount || currency !== deal.currency);
    await actions.change({ ...answering.said, ...(isOther && { amount, currency }) });
  }
  return (
    <FormDialog
      title={`${isPilot ? 'Convert the pilot' : 'For how long'}: ${deal.name}`}
      onClose={onClose}
      onSend={save}
      send={isPilot ? 'Convert it' : 'Save'}
    >
      {isPilot && (
        <>
          <p>The deal stays won as it was. From its term follows the contract, and from that its ARR.</p>
          <MoneyFields
            amount={deal.amount}
            currency={deal.currency}
            required={deal.amount !== null}
            onChange={setEntered}
          />
        </>
      )}
      <SoldForFields answering={answering} worth={worth} isTermOnly={isPilot} />
    </FormDialog>
  );
}

/** What was entered; an amount that was emptied stays as it is. */
function withAmount({ amount, currency }: Pick<Deal, 'amount' | 'currency'>, deal: Deal) {
  return amount === '' || amount === null
    ? { amount: deal.amount, currency: deal.currency }
    : { amount, currency: currency || deal.currency };
}
