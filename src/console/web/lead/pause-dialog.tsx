import type { Schemas } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { optionsOf } from '../parts/choice.js';
import { Choices, InputField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { type LeadActions, orThrow } from './actions.js';
import { nameOf } from './person.js';

interface Props {
  readonly lead: Schemas['Lead'];
  readonly actions: LeadActions;
  readonly onClose: () => void;
}

/** By minutes. */
const SPANS: Readonly<Record<string, string>> = {
  '10': '10 minutes',
  '60': 'An hour',
  '240': '4 hours',
  '1440': 'A day',
  '10080': 'A week',
};

/** Pauses the clocks of a lead, for example because the person asked for another time. */
export function PauseDialog({ lead, actions, onClose }: Props) {
  async function pause(form: FormData): Promise<void> {
    const until = new Date(serverTime.now() + Number(textOf(form, 'span')) * 60_000).toISOString();
    await orThrow(actions.pause(lead, until, textOf(form, 'reason')));
  }
  return (
    <FormDialog title={`Pause: ${nameOf(lead)}`} onClose={onClose} onSend={pause} send="Pause the clocks">
      <Choices
        legend="For"
        options={optionsOf(SPANS)}
        inputOf={(id) => ({ type: 'radio', name: 'span', value: id, defaultChecked: id === '60' })}
      />
      <InputField
        label="Why"
        name="reason"
        maxLength={1_000}
        required
        placeholder="Asked to be called after the meeting"
      />
    </FormDialog>
  );
}
