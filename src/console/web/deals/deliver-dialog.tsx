import { useState } from 'react';
import { TouchlineProblem } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { CheckField, InputField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { instantOf, localOf, zoneBeside } from '../parts/times.js';
import { useMe } from '../session/me.js';
import type { DealDialogProps } from './use-deal-actions.js';

/**
 * Reports that what was sold is delivered, which only reopening the deal takes back. Asks once more while the handover
 * is not finished.
 */
export function DeliverDialog({ deal, actions, onClose }: DealDialogProps) {
  const { timeZone } = useMe();
  const [isAsked, setAsked] = useState(false);
  async function deliver(form: FormData): Promise<void> {
    const at = textOf(form, 'occurredAt');
    const anyway = form.has('anyway') || undefined;
    try {
      await actions.deliver({ ...(at !== '' && { occurredAt: instantOf(at, timeZone) }), ...(anyway && { anyway }) });
    } catch (error) {
      if (error instanceof TouchlineProblem && error.type.endsWith('#handover-open')) setAsked(true);
      throw error;
    }
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
      {isAsked && <CheckField label="It is delivered all the same" name="anyway" required />}
    </FormDialog>
  );
}
