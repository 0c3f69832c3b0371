import { post, type Schemas } from '../api/api.js';
import { TextAreaField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { useAct } from './use-act.js';

export interface Words {
  readonly what: 'told' | 'decide' | 'cancel';
}

interface Props extends Words {
  readonly handoff: Schemas['Handoff'];
  readonly onClose: () => void;
}

const ASKED = {
  told: {
    title: 'The client was informed',
    label: 'What was said, and how (optional)',
    send: 'Save',
    message: 'The client was informed',
  },
  decide: {
    title: 'Record the decision',
    label: 'In your own words',
    send: 'Notify everybody',
    message: 'Decision recorded, and everybody is notified',
  },
  cancel: { title: 'Call it off', label: 'Why', send: 'Call it off', message: 'Called off' },
} as const;

/** A dialog for actions that need only a text. */
export function WordsDialog({ what, handoff, onClose }: Props) {
  const act = useAct(handoff);
  const { title, label, send, message } = ASKED[what];
  const path = { id: handoff.id };
  async function tell(form: FormData): Promise<void> {
    const words = textOf(form, 'words');
    await act.orThrow(message, () => {
      if (what === 'told') return post('/v1/handoffs/{id}/told', { path, body: words === '' ? {} : { note: words } });
      if (what === 'decide') return post('/v1/handoffs/{id}/decide', { path, body: { note: words } });
      return post('/v1/handoffs/{id}/cancel', { path, body: { reason: words } });
    });
  }
  return (
    <FormDialog title={title} onClose={onClose} onSend={tell} send={send}>
      <TextAreaField
        label={label}
        name="words"
        rows={3}
        maxLength={what === 'cancel' ? 1_000 : 2_000}
        required={what !== 'told'}
      />
    </FormDialog>
  );
}
