import { useState } from 'react';
import { FaultAt } from '../parts/faults.js';
import { InputField, SelectField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { MoneyFields } from '../parts/money-fields.js';
import { useNames } from '../parts/use-names.js';
import { usePeople } from '../parts/use-people.js';
import { may, useMe } from '../session/me.js';
import type { Deal } from './deal-words.js';
import type { DealDialogProps } from './use-deal-actions.js';

/** Edits a deal's facts. If the deal is won, a new amount also changes the value of its win. */
export function EditDialog({ deal: current, actions, onClose }: DealDialogProps) {
  const mayGiveAway = may(useMe(), 'manager', 'integration');
  // The deal as it was when the dialog opened. Only fields changed here are sent, so changes by others meanwhile stay.
  const [deal] = useState(current);
  async function save(form: FormData): Promise<void> {
    const changes = changesIn(form, deal);
    if (Object.keys(changes).length > 0) await actions.change(changes);
  }
  return (
    <FormDialog title={`Edit: ${deal.name}`} onClose={onClose} onSend={save} send="Save">
      <InputField
        label="What is sold"
        name="name"
        maxLength={300}
        required
        defaultValue={deal.name}
        autoComplete="off"
      />
      <MoneyFields
        amount={deal.amount}
        currency={deal.currency}
        required={deal.stage === 'won' && deal.amount !== null}
      />
      <div className="fields">
        <InputField
          label="Product"
          name="product"
          maxLength={100}
          defaultValue={deal.product ?? ''}
          autoComplete="off"
        />
        {mayGiveAway && <OwnerField ownerRepId={deal.ownerRepId} />}
      </div>
      <fieldset className="fields">
        <legend>Term of its contract</legend>
        <InputField label="First day" name="startsOn" type="date" defaultValue={deal.term?.startsOn ?? ''} />
        <InputField label="Last day" name="endsOn" type="date" defaultValue={deal.term?.endsOn ?? ''} />
        <InputField
          label="Notice, in days"
          name="noticeDays"
          type="number"
          min={0}
          max={3_650}
          className="short"
          defaultValue={deal.term?.noticeDays ?? ''}
        />
        <InputField
          label="Renews for, in months"
          name="autoRenewMonths"
          type="number"
          min={1}
          max={120}
          className="short"
          defaultValue={deal.term?.autoRenewMonths ?? ''}
        />
        <FaultAt at="/term" />
      </fieldset>
    </FormDialog>
  );
}

function OwnerField({ ownerRepId }: Pick<Deal, 'ownerRepId'>) {
  const nameOf = useNames();
  const people = usePeople();
  const isAmong = ownerRepId === null || people.some(({ id }) => id === ownerRepId);
  const options = isAmong ? people : [{ id: ownerRepId, name: nameOf(ownerRepId) }, ...people];
  return (
    <SelectField label="Owner" name="ownerRepId" defaultValue={ownerRepId ?? ''} none="Nobody" options={options} />
  );
}

function changesIn(form: FormData, deal: Deal): Parameters<DealDialogProps['actions']['change']>[0] {
  const textIn = (name: string) => textOf(form, name);
  const [startsOn, endsOn] = [textIn('startsOn'), textIn('endsOn')];
  const [noticeDays, autoRenewMonths] = [textIn('noticeDays'), textIn('autoRenewMonths')];
  const isSameTerm =
    startsOn === (deal.term?.startsOn ?? '') &&
    endsOn === (deal.term?.endsOn ?? '') &&
    noticeDays === String(deal.term?.noticeDays ?? '') &&
    autoRenewMonths === String(deal.term?.autoRenewMonths ?? '');
  const term = {
    startsOn,
    endsOn,
    noticeDays: noticeDays === '' ? null : Number(noticeDays),
    autoRenewMonths: autoRenewMonths === '' ? null : Number(autoRenewMonths),
  };
  const [amount, currency] = [textIn('amount'), textIn('currency').toUpperCase()];
  const isSameWorth = amount === (deal.amount ?? '') && (amount === '' || currency === deal.currency);
  return {
    ...(textIn('name') !== deal.name && { name: textIn('name') }),
    ...(!isSameWorth && (amount === '' ? { amount: null, currency: null } : { amount, currency })),
    ...(textIn('product') !== (deal.product ?? '') && { product: textIn('product') || null }),
    ...(!isSameTerm && { term: startsOn || endsOn ? term : null }),
    ...(form.has('ownerRepId') &&
      textIn('ownerRepId') !== (deal.ownerRepId ?? '') && { ownerRepId: textIn('ownerRepId') || null }),
  };
}
