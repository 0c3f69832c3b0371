import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post, type Schemas } from '../api/api.js';
import { Dialog } from '../parts/dialog.js';
import { InputField } from '../parts/fields.js';
import { Form, textOf } from '../parts/form.js';
import type { Preview } from '../parts/preview.js';
import { counted } from '../parts/words.js';
import { personIn, titleOf } from './naming.js';

type Certificate = Schemas['Erasure'];
type Foreseen = Schemas['ErasurePreview'];

/** Erases a person after a preview of how much it is, and shows the certificate. */
export function EraseDialog({ who, onClose }: { who: string; onClose: () => void }) {
  const queries = useQueryClient();
  const [certificate, setCertificate] = useState<Certificate | null>(null);
  const send = (form: FormData, dryRun: 'true' | 'false') =>
    post('/v1/erasures', { query: { dryRun }, body: { ...personIn(who), reason: textOf(form, 'reason') } });

  async function look(form: FormData): Promise<Preview> {
    const foreseen = (await send(form, 'true')) as Foreseen;
    return { shown: <Reach foreseen={foreseen} />, send: 'Erase for good' };
  }

  async function erase(form: FormData): Promise<void> {
    setCertificate((await send(form, 'false')) as Certificate);
    // Leads, deals and handoffs may show what was erased.
    await queries.invalidateQueries();
  }
  return (
    <Dialog
      title={certificate === null ? `Erase ${titleOf(who)}?` : 'Erased'}
      onClose={onClose}
      key={String(certificate?.id)}
    >
      {certificate === null ? (
        <Form onSend={erase} send={look}>
          <p>Everything that identifies this person is erased. Open leads are closed. This cannot be undone.</p>
          <InputField label="Why, such as the number of a request" name="reason" maxLength={1_000} required />
        </Form>
      ) : (
        <Certified certificate={certificate} />
      )}
    </Dialog>
  );
}

function Reach({ foreseen: { leads, inquiries, handoffs, addresses, names } }: { foreseen: Foreseen }) {
  return (
    <>
      <p>
        {counted(leads, 'lead', 'leads')} and {counted(inquiries, 'form', 'forms')} of this person would be erased.
        {handoffs > 0 &&
          ` The person would be taken out of ${counted(handoffs, 'handoff', 'handoffs')}; the rest of each form stays.`}
      </p>
      {(addresses > 1 || names > 1) && (
        <p className="wrong">
          They gave {counted(addresses, 'e-mail address', 'e-mail addresses')} and {counted(names, 'name', 'names')}: if
          these are several people, search for one of the addresses instead.
        </p>
      )}
    </>
  );
}

function Certified({ certificate: { leads, erased, kept, told } }: { certificate: Certificate }) {
  return (
    <div>
      <p>{counted(leads, 'lead was', 'leads were')} erased. The certificate does not say who it was.</p>
      <ul className="lines">
        {erased.map(({ what, rows }) => (
          <li key={what}>
            {what}: {rows}
          </li>
        ))}
      </ul>
      {kept.length > 0 && <h3>Kept</h3>}
      <ul className="lines">
        {kept.map(({ what, why, rows }) => (
          <li key={what}>
            {what}: {rows}. {why}
          </li>
        ))}
      </ul>
      {told.length > 0 && <h3>To be erased by the ad platforms</h3>}
      <ul className="lines">
        {told.map(({ destinationId, platform, items, deleting }) => (
          <li key={destinationId}>
            {platform}, {counted(items, 'item')}: {deleting}
          </li>
        ))}
      </ul>
    </div>
  );
}
