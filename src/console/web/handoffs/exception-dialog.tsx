import { post, type Schemas } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { Dialog } from '../parts/dialog.js';
import { Form, textOf } from '../parts/form.js';
import { instantOf, localOf, zoneBeside } from '../parts/times.js';
import { useMe } from '../session/me.js';
import { RepField } from './rep-field.js';
import { useAct } from './use-act.js';

const DAY_MS = 86_400_000;

/** Wins a deal before its form is complete, by somebody's decision, and says until when that is made up for. */
export function ExceptionDialog({ handoff, onClose }: { handoff: Schemas['Handoff']; onClose: () => void }) {
  const act = useAct(handoff);
  const { timeZone } = useMe();
  const { id, name } = handoff.deal!;
  async function win(form: FormData): Promise<void> {
    const exception = {
      deciderRepId: textOf(form, 'repId'),
      reason: textOf(form, 'reason'),
      completeBy: instantOf(textOf(form, 'completeBy'), timeZone),
    };
    await act.orThrow(`Won by exception: ${name}`, () =>
      post('/v1/deals/{id}/win', { path: { id }, body: { exception } }),
    );
    onClose();
  }
  return (
    <Dialog title="Win it by exception" onClose={onClose}>
      <Form onSend={win} send="Win the deal">
        <p>{handoff.missing} missing. Exceptions are counted, and whoever decides is told.</p>
        <RepField label="Decided by" people={handoff.people} except={handoff.giverRepId} />
        <label>
          Why
          <input name="reason" maxLength={1_000} required />
        </label>
        <label>
          The form is complete by{zoneBeside(timeZone)}
          <input
            name="completeBy"
            type="datetime-local"
            min={localOf(serverTime.now(), timeZone)}
            max={localOf(serverTime.now() + 90 * DAY_MS, timeZone)}
            required
          />
        </label>
      </Form>
    </Dialog>
  );
}
