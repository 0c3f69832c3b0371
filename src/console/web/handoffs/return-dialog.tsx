import { post, type Schemas } from '../api/api.js';
import { Dialog } from '../parts/dialog.js';
import { Form, textOf } from '../parts/form.js';
import { type Field, piecesOf, type Values } from './form/fields.js';
import { useAct } from './use-act.js';

interface Props {
  readonly handoff: Schemas['Handoff'];
  readonly receiver: Schemas['Receiver'];
  readonly fields: readonly Field[];
  readonly values: Values;
  readonly onClose: () => void;
}

/** Returns a handoff with a list of what is missing, which the giver owes from then on. */
export function ReturnDialog({ handoff, receiver: { name, sections }, fields, values, onClose }: Props) {
  const act = useAct(handoff);
  const seen = fields.filter((field) => sections === null || sections.includes(field.name));
  async function giveBack(form: FormData): Promise<void> {
    const missing = form.getAll('missing').map(String);
    if (missing.length === 0) throw new Error('Tick what is missing.');
    await act.orThrow(`${name} has returned it`, () =>
      post('/v1/handoffs/{id}/receivers/{receiver}/return', {
        path: { id: handoff.id, receiver: name },
        body: { missing, note: textOf(form, 'note') },
      }),
    );
    onClose();
  }
  return (
    <Dialog title="Return it" onClose={onClose}>
      <Form onSend={giveBack} send="Return it">
        <fieldset className="pieces">
          <legend>What is missing or wrong</legend>
          {piecesOf(seen, values).map(({ pointer, label }) => (
            <label key={pointer} className="check">
              <input type="checkbox" name="missing" value={pointer} />
              {label}
            </label>
          ))}
        </fieldset>
        <label>
          What is needed
          <textarea name="note" rows={3} maxLength={2_000} required />
        </label>
      </Form>
    </Dialog>
  );
}
