import type { Schemas } from '../api/api.js';
import { CheckField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { MoneyFields } from '../parts/money-fields.js';
import { type LeadActions, type MilestoneBody, orThrow } from './actions.js';
import { MILESTONES, nameOf } from './person.js';

interface Props {
  readonly lead: Schemas['Lead'];
  readonly actions: LeadActions;
  readonly onClose: () => void;
}

/** Records a milestone of a lead. `won` closes it. */
export function MilestoneDialog({ lead, actions, onClose }: Props) {
  async function tell(form: FormData): Promise<void> {
    const [amount, currency] = [textOf(form, 'amount'), textOf(form, 'currency').toUpperCase()];
    const name = textOf(form, 'name') as MilestoneBody['name'];
    await orThrow(actions.milestone(lead, { name, ...(amount && { value: { amount, currency } }) }));
  }
  return (
    <FormDialog title={`How far: ${nameOf(lead)}`} onClose={onClose} onSend={tell} send="Note it">
      <fieldset>
        <legend>It is</legend>
        {Object.entries(MILESTONES).map(([name, { label, help }], at) => (
          <CheckField
            key={name}
            label={`${label}: ${help}`}
            type="radio"
            name="name"
            value={name}
            defaultChecked={at === 0}
          />
        ))}
      </fieldset>
      <p>What it is worth, if that is known. Ad platforms may be told.</p>
      <MoneyFields required={false} />
    </FormDialog>
  );
}
