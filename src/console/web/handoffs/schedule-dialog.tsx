import { post, type Schemas } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { InputField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { instantOf, localOf, shortDateTime, zoneBeside } from '../parts/times.js';
import { useMe } from '../session/me.js';
import { useAct } from './use-act.js';

interface Props {
  readonly handoff: Schemas['Handoff'];
  readonly receiver: Schemas['Receiver'];
  readonly onClose: () => void;
}

/** Names the date of completion, no later than the deadline. It becomes the deadline. */
export function ScheduleDialog({ handoff, receiver: { name, clocks }, onClose }: Props) {
  const act = useAct(handoff);
  const { timeZone } = useMe();
  const dueAt = clocks.find(({ kind, state }) => kind === 'handoffComplete' && state === 'running')?.dueAt;
  async function schedule(form: FormData): Promise<void> {
    await act.orThrow('The date is named', () =>
      post('/v1/handoffs/{id}/receivers/{receiver}/schedule', {
        path: { id: handoff.id, receiver: name },
        body: { at: instantOf(textOf(form, 'at'), timeZone) },
      }),
    );
  }
  return (
    <FormDialog title="Name a date" onClose={onClose} onSend={schedule} send="Name it">
      {dueAt != null && <p>By {shortDateTime(dueAt, timeZone)} at the latest. The date becomes the deadline.</p>}
      <InputField
        label={`Processed by${zoneBeside(timeZone)}`}
        name="at"
        type="datetime-local"
        min={localOf(serverTime.now(), timeZone)}
        required
      />
    </FormDialog>
  );
}
