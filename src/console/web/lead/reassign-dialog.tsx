import type { Schemas } from '../api/api.js';
import { Options } from '../parts/choice.js';
import { Dialog } from '../parts/dialog.js';
import { Form, textOf } from '../parts/form.js';
import { SelectField } from '../parts/select-field.js';
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
    onClose();
  }
  return (
    <Dialog title={`Move: ${nameOf(lead)}`} onClose={onClose}>
      <Form onSend={move} send="Move the lead">
        <SelectField label="To" name="repId">
          <Options of={others} />
        </SelectField>
        <label>
          Why
          <input name="reason" maxLength={1_000} required />
        </label>
      </Form>
    </Dialog>
  );
}
