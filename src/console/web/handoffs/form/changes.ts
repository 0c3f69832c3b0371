import { pathWith } from './entries.js';
import { type Path, type Values, valueAt, withAt } from './fields.js';

/** Something of a form that is on its way to the server. */
export interface Change {
  readonly path: Path;
  readonly value: unknown;
  /** What stood in the form when it was typed; null for an entry, which goes behind whatever is there by then. */
  readonly from: Values | null;
}

/** A change that was typed after the removal of an entry, once that is refused: it is about the list with the entry. */
export function withRestored<Each extends Change>(change: Each, { path, from }: Change): Each {
  const list = path.slice(0, -1);
  const entries = valueAt(change.from, list);
  const restored = (Array.isArray(entries) ? entries : []).toSpliced(Number(path.at(-1)), 0, valueAt(from, path));
  const before = change.from && (withAt(change.from, list, restored) as Values);
  return { ...change, path: pathWith(change.path, path), from: before };
}
