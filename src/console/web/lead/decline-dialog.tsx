import type { Schemas } from '../api/api.js';
import { optionsOf } from '../parts/choice.js';
import { Choices, TextAreaField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { type DeclineReason, type LeadActions, orThrow } from './actions.js';
import { nameOf } from './person.js';

interface Props {
  readonly lead: Schemas['Lead'];
  readonly actions: LeadActions;
  readonly onClose: () => void;
}

const REASONS: Readonly<Record<DeclineReason, string>> = {
  wrongOwner: 'It belongs to somebody else',
  conflict: 'I know them, or have another conflict',
  noTime: 'I have no time',
  other: 'Something else',
};

export function DeclineDialog({ lead, actions, onClose }: Props) {
  async function giveBack(form: FormData): Promise<void> {
    await orThrow(actions.decline(lead, textOf(form, 'reason') as DeclineReason, textOf(form, 'note')));
  }
  return (
    <FormDialog title={`Give back: ${nameOf(lead)}`} onClose={onClose} onSend={giveBack} send="Give it back">
      <Choices
        legend="Why"
        options={optionsOf(REASONS)}
        inputOf={(id) => ({ type: 'radio', name: 'reason', value: id, defaultChecked: id === 'wrongOwner' })}
      />
      <TextAreaField label="Note (optional)" name="note" rows={2} maxLength={10_000} />
    </FormDialog>
  );
}
