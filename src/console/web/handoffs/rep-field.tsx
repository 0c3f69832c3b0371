import type { Schemas } from '../api/api.js';
import { usePeople } from '../parts/use-people.js';

/** Somebody, by name, as `repId`. */
export function RepField({ label, people }: { label: string; people: Schemas['Handoff']['people'] }) {
  const all = usePeople(people);
  return (
    <label>
      {label}
      <select name="repId" required defaultValue="">
        <option value="" disabled>
          Choose
        </option>
        {all.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
