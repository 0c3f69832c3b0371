import type { Schemas } from '../api/api.js';
import { forPeople } from '../parts/for-people.js';

/** Warnings about a change that was accepted, shown until the user dismisses them. */
export function Warnings({ warnings, onRead }: { warnings: Schemas['Contract']['warnings']; onRead?: () => void }) {
  if (warnings === undefined || warnings.length === 0) return null;
  return (
    <div className="held" role="status">
      <ul>
        {warnings.map(({ pointer, message }) => (
          <li key={`${pointer} ${message}`}>{forPeople(message)}</li>
        ))}
      </ul>
      {onRead && (
        <button type="button" onClick={onRead}>
          Dismiss
        </button>
      )}
    </div>
  );
}
