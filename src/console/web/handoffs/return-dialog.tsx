import { post, type Schemas } from '../api/api.js';
import { CheckField, TextAreaField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
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
  }
  return (
    <FormDialog title="Return it" onClose={onClose} onSend={giveBack} send="Return it">
      <fieldset className="pieces">
        <legend>What is missing or wrong</legend>
        {piecesOf(seen, values).map(({ pointer, label }) => (
          <CheckField key={pointer} label={label} name="missing" value={pointer} />
        ))}
      </fieldset>
      <TextAreaField label="What is needed" name="note" rows={3} maxLength={2_000} required />
    </FormDialog>
  );
}
