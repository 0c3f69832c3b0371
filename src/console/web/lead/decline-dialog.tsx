import { useState } from 'react';
import type { Schemas } from '../api/api.js';
import { Dialog } from '../parts/dialog.js';
import { Form, textOf } from '../parts/form.js';
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
  const [reason, setReason] = useState<DeclineReason>('wrongOwner');
  async function giveBack(form: FormData): Promise<void> {
    await orThrow(actions.decline(lead, reason, textOf(form, 'note')));
    onClose();
  }
  return (
    <Dialog title={`Give back: ${nameOf(lead)}`} onClose={onClose}>
      <Form onSend={giveBack} send="Give it back">
        <fieldset className="choices">
          <legend>Why</legend>
          {(Object.keys(REASONS) as DeclineReason[]).map((each) => (
            <label key={each} className="choice">
              <input type="radio" name="reason" checked={reason === each} onChange={() => setReason(each)} />
              {REASONS[each]}
            </label>
          ))}
        </fieldset>
        <label>
          Note (optional)
          <textarea name="note" rows={2} maxLength={10_000} />
        </label>
      </Form>
    </Dialog>
  );
}
