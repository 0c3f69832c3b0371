import { createContext, useContext, useEffect } from 'react';
import { TouchlineProblem } from '../api/api.js';
import { forPeople } from './for-people.js';

/* Shows each fault beside its field, by its JSON pointer into the request body. */

type Fault = TouchlineProblem['errors'][number];

interface Faults {
  readonly found: readonly Fault[];
  /** The pointers of the fields that show faults. */
  readonly places: Set<string>;
}

export const FaultsContext = createContext<Faults>({ found: [], places: new Set() });

export function faultsOf(error: unknown): readonly Fault[] {
  return error instanceof TouchlineProblem ? error.errors : [];
}

/** Returns where a fault is shown: at its field, or the nearest one around it; undefined if there is none. */
export function placeOf({ pointer }: Pick<Fault, 'pointer'>, places: ReadonlySet<string>): string | undefined {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) if (places.has(at)) return at;
  return undefined;
}

/** The faults of a field. @param at the field's pointer */
export function FaultAt({ at }: { at: string }) {
  const { found, places } = useContext(FaultsContext);
  useEffect(() => {
    places.add(at);
    return () => {
      places.delete(at);
    };
  }, [at, places]);
  const own = found.filter((fault) => placeOf(fault, places) === at);
  if (own.length === 0) return null;
  return (
    <span className="fault" role="alert">
      {own.map(({ message }) => forPeople(message)).join(' ')}
    </span>
  );
}
