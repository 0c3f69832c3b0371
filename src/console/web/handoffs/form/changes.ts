import { pathWith } from './entries.js';
import { type Path, type Values, valueAt, withAt } from './fields.js';

/** A change of a form that the server has not confirmed. */
export interface Change {
  readonly path: Path;
  readonly value: unknown;
  /** The values when it was typed. Null for a new entry, which is appended to the list as it is by then. */
  readonly from: Values | null;
}

/** Adapts a change to the refusal of an earlier removal: the entry is back in its list, so later places shift. */
export function withRestored<Each extends Change>(change: Each, { path, from }: Change): Each {
  const list = path.slice(0, -1);
  const entries = valueAt(change.from, list);
  const restored = (Array.isArray(entries) ? entries : []).toSpliced(Number(path.at(-1)), 0, valueAt(from, path));
  const before = change.from && (withAt(change.from, list, restored) as Values);
  return { ...change, path: pathWith(change.path, path), from: before };
}
