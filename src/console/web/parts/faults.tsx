import { createContext, useContext, useEffect } from 'react';
import { TouchlineProblem } from '../api/api.js';
import { forPeople } from './for-people.js';

/*
 * What the API finds wrong with single fields is said beside each: by a JSON pointer into what was sent.
 */

type Fault = TouchlineProblem['errors'][number];

interface Faults {
  readonly found: readonly Fault[];
  /** The pointers beside whose fields something can be said. */
  readonly places: Set<string>;
}

export const FaultsContext = createContext<Faults>({ found: [], places: new Set() });

export function faultsOf(error: unknown): readonly Fault[] {
  return error instanceof TouchlineProblem ? error.errors : [];
}

/** Where a fault is said: at its field, else at what the field is part of; undefined where there is neither. */
export function placeOf({ pointer }: Pick<Fault, 'pointer'>, places: ReadonlySet<string>): string | undefined {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) if (places.has(at)) return at;
  return undefined;
}

/** What is wrong with a field, beside it. @param at the pointer of the field */
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
