import { serverTime } from '../live/server-time.js';
import { InputField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { instantOf, localOf, zoneBeside } from '../parts/times.js';
import { useMe } from '../session/me.js';
import type { DealDialogProps } from './use-deal-actions.js';

/** Reports that what was sold is delivered, which only reopening the deal takes back. */
export function DeliverDialog({ deal, actions, onClose }: DealDialogProps) {
  const { timeZone } = useMe();
  function deliver(form: FormData): Promise<unknown> {
    const at = textOf(form, 'occurredAt');
    return actions.deliver(at === '' ? undefined : instantOf(at, timeZone));
  }
  return (
    <FormDialog title={`Report the delivery: ${deal.name}`} onClose={onClose} onSend={deliver} send="It is delivered">
      <p>The handoffs that follow a delivery begin. To take it back, open the deal again.</p>
      <InputField
        label={`When, if not now${zoneBeside(timeZone)}`}
        name="occurredAt"
        type="datetime-local"
        min={localOf(Date.parse(deal.wonAt!), timeZone)}
        max={localOf(serverTime.now(), timeZone)}
      />
    </FormDialog>
  );
}
