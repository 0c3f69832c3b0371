import { post, type Schemas } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { CheckField, InputField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { useDoing } from '../parts/sending.js';
import { instantOf, localOf, zoneBeside } from '../parts/times.js';
import { useMe } from '../session/me.js';

const DAY_MS = 86_400_000;

/** Replays the events of a span of time to a webhook, in order. */
export function ReplayDialog({ webhook, onClose }: { webhook: Schemas['Webhook']; onClose: () => void }) {
  const { timeZone } = useMe();
  const doing = useDoing([['deliveries']]);
  const now = serverTime.now();
  async function replay(form: FormData): Promise<void> {
    const [from, to] = ['from', 'to'].map((name) => instantOf(textOf(form, name), timeZone));
    const body = { from: from!, to: to!, failed: form.has('failed') };
    await doing({
      message: 'Sending again',
      send: () => post('/v1/webhooks/{id}/replay', { path: { id: webhook.id }, body }),
    });
  }
  return (
    <FormDialog title="Send again" onClose={onClose} onSend={replay} send="Send them again">
      <p>To {webhook.url}, each with its original id, so that the program can recognise what it already has.</p>
      <div className="fields">
        <InputField
          label={`Events from${zoneBeside(timeZone)}`}
          name="from"
          type="datetime-local"
          required
          defaultValue={localOf(now - DAY_MS, timeZone)}
        />
        <InputField
          label="Until (exclusive)"
          name="to"
          type="datetime-local"
          required
          defaultValue={localOf(now, timeZone)}
        />
      </div>
      <CheckField label="Only what did not arrive" name="failed" defaultChecked />
    </FormDialog>
  );
}
