import type { Schemas } from '../api/api.js';
import { useReps } from '../parts/use-reps.js';

interface Props {
  readonly label: string;
  readonly people: Schemas['Handoff']['people'];
  readonly except?: string | null;
}

/** Somebody, by name, as `repId`: who has a part in it first, then whoever else can be seen. */
export function RepField({ label, people, except = null }: Props) {
  const reps = useReps().data ?? [];
  const others = reps.filter(({ id, active }) => active && people.every(({ repId }) => repId !== id));
  const all = [...people, ...others.map(({ id, name }) => ({ repId: id, name }))];
  return (
    <label>
      {label}
      <select name="repId" required defaultValue="">
        <option value="" disabled>
          Choose
        </option>
        {all
          .filter(({ repId }) => repId !== except)
          .map(({ repId, name }) => (
            <option key={repId} value={repId}>
              {name}
            </option>
          ))}
      </select>
    </label>
  );
}
