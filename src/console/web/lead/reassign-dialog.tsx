import type { Schemas } from '../api/api.js';
import { Dialog } from '../parts/dialog.js';
import { Form, textOf } from '../parts/form.js';
import { usePeople } from '../parts/use-people.js';
import { useReps } from '../parts/use-reps.js';
import { type LeadActions, orThrow } from './actions.js';
import { nameOf } from './person.js';

interface Props {
  readonly lead: Schemas['Lead'];
  readonly actions: LeadActions;
  readonly onClose: () => void;
}

/** Gives a lead to somebody by name. */
export function ReassignDialog({ lead, actions, onClose }: Props) {
  const reps = useReps().data ?? [];
  const others = usePeople().filter(({ id }) => id !== lead.ownerId);
  const isOut = (repId: string) => reps.some(({ id, receiving }) => id === repId && !receiving.now);
  async function move(form: FormData): Promise<void> {
    await orThrow(actions.reassign(lead, textOf(form, 'repId'), textOf(form, 'reason')));
    onClose();
  }
  return (
    <Dialog title={`Move: ${nameOf(lead)}`} onClose={onClose}>
      <Form onSend={move} send="Move the lead">
        <label>
          To
          <select name="repId" required defaultValue="">
            <option value="" disabled>
              Choose
            </option>
            {others.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
                {isOut(id) ? ' (takes no leads now)' : ''}
              </option>
            ))}
          </select>
        </label>
        <label>
          Why
          <input name="reason" maxLength={1_000} required />
        </label>
      </Form>
    </Dialog>
  );
}
