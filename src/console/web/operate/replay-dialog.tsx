import { post, type Schemas } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { Dialog } from '../parts/dialog.js';
import { FaultAt } from '../parts/faults.js';
import { Form, textOf } from '../parts/form.js';
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
      said: 'They are sent again',
      send: () => post('/v1/webhooks/{id}/replay', { path: { id: webhook.id }, body }),
    });
    onClose();
  }
  return (
    <Dialog title="Send again" onClose={onClose}>
      <Form onSend={replay} send="Send them again">
        <p>To {webhook.url}, each with the id that it had, so that a program knows what it has had.</p>
        <div className="fields">
          <label>
            Events from{zoneBeside(timeZone)}
            <input name="from" type="datetime-local" required defaultValue={localOf(now - DAY_MS, timeZone)} />
            <FaultAt at="/from" />
          </label>
          <label>
            Until before
            <input name="to" type="datetime-local" required defaultValue={localOf(now, timeZone)} />
            <FaultAt at="/to" />
          </label>
        </div>
        <label className="check">
          <input name="failed" type="checkbox" defaultChecked />
          Only what did not arrive
        </label>
      </Form>
    </Dialog>
  );
}
