import { useState } from 'react';
import { post, type Schemas } from '../api/api.js';
import { Dialog } from '../parts/dialog.js';
import { InputField } from '../parts/fields.js';
import { Form } from '../parts/form.js';
import { shortDateTime } from '../parts/times.js';
import { useMe } from '../session/me.js';

interface Props {
  readonly handoff: Schemas['Handoff'];
  /** `form`, or the name of a receiver. */
  readonly of: string;
  readonly onClose: () => void;
}

/** Creates a link by which someone without a login can do the same. */
export function LinkDialog({ handoff, of, onClose }: Props) {
  const { timeZone } = useMe();
  const [link, setLink] = useState<Schemas['HandoffLink'] | null>(null);
  const make = async () =>
    setLink(await post('/v1/handoffs/{id}/links', { path: { id: handoff.id }, body: { for: of } }));
  return (
    <Dialog title="Link for somebody without a login" onClose={onClose} key={link === null ? 'ask' : 'made'}>
      {link === null ? (
        <Form onSend={make} send="Create the link">
          <p>
            Whoever has it can {of === 'form' ? 'fill in the form' : `accept, return and process it for ${of}`}, and
            sees no more than you do. What they do is recorded in the timeline.
          </p>
        </Form>
      ) : (
        <div>
          <InputField
            label={`Shown only now. It works until ${shortDateTime(link.expiresAt, timeZone)}.`}
            readOnly
            value={link.url}
            onFocus={({ target }) => target.select()}
          />
          <p className="buttons">
            <button type="button" className="main" onClick={onClose}>
              I have it
            </button>
          </p>
        </div>
      )}
    </Dialog>
  );
}
