import type { Schemas } from '../api/api.js';
import { InputField, SelectField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { useTakers } from '../parts/use-people.js';
import { type LeadActions, orThrow } from './actions.js';
import { nameOf } from './person.js';

interface Props {
  readonly lead: Schemas['Lead'];
  readonly actions: LeadActions;
  readonly onClose: () => void;
}

export function ReassignDialog({ lead, actions, onClose }: Props) {
  const others = useTakers().filter(({ id }) => id !== lead.ownerId);
  async function move(form: FormData): Promise<void> {
    await orThrow(actions.reassign(lead, textOf(form, 'repId'), textOf(form, 'reason')));
  }
  return (
    <FormDialog title={`Move: ${nameOf(lead)}`} onClose={onClose} onSend={move} send="Move the lead">
      <SelectField label="To" name="repId" required options={others} />
      <InputField label="Why" name="reason" maxLength={1_000} required />
    </FormDialog>
  );
}
