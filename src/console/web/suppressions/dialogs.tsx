import { useQuery } from '@tanstack/react-query';
import { post, remove, type Schemas } from '../api/api.js';
import { InputField, SelectField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { identifierIn, KINDS } from '../parts/identifier.js';
import { useDoing } from '../parts/sending.js';
import { instantOf, zoneBeside } from '../parts/times.js';
import { DISPOSITION_REASONS } from '../parts/use-reasons.js';
import { useMe } from '../session/me.js';

/** What shows suppressions, or that a lead's person is suppressed. */
const SHOWING = [['suppressions'], ['lead']];

export function SuppressDialog({ onClose }: { onClose: () => void }) {
  const { timeZone } = useMe();
  const change = useDoing(SHOWING);
  const { data: reasons = [] } = useQuery(DISPOSITION_REASONS);
  const offered = reasons.filter(({ active, category }) => active && category === 'suppress');
  async function save(form: FormData): Promise<void> {
    const until = textOf(form, 'until');
    const body = {
      ...identifierIn(textOf(form, 'who')),
      reason: textOf(form, 'reason'),
      ...(until && { until: instantOf(until, timeZone) }),
    };
    await change({ message: 'Suppressed', send: () => post('/v1/suppressions', { body }) });
  }
  return (
    <FormDialog title="Suppress a person or a company" onClose={onClose} onSend={save} send="Suppress">
      <p>Later leads are closed at once. Open leads stay open and say that their person is suppressed.</p>
      <InputField
        label="E-mail address, phone number or domain"
        name="who"
        at={Object.keys(KINDS).map((kind) => `/${kind}`)}
        maxLength={300}
        required
      />
      <SelectField
        label="Reason"
        name="reason"
        required
        options={offered.map(({ code, label }) => ({ id: code, name: label }))}
      />
      <InputField label={`Until${zoneBeside(timeZone)}; for good if empty`} name="until" type="datetime-local" />
    </FormDialog>
  );
}

export function LiftDialog({ suppression, onClose }: { suppression: Schemas['Suppression']; onClose: () => void }) {
  const change = useDoing(SHOWING);
  const { id, kind } = suppression;
  const lift = (form: FormData) =>
    change({
      message: 'The suppression is lifted',
      send: () => remove('/v1/suppressions/{id}', { path: { id }, body: { reason: textOf(form, 'reason') } }),
      leadsTo: ({ leadsClosed }) => (leadsClosed > 0 ? `/leads?suppressionId=${id}` : null),
    });
  return (
    <FormDialog title={`Lift this suppression? (${KINDS[kind]})`} onClose={onClose} onSend={lift} send="Lift it">
      <p>New leads are let in again. Leads that it closed stay closed until somebody reopens them.</p>
      <InputField label="Why" name="reason" maxLength={1_000} required />
    </FormDialog>
  );
}
