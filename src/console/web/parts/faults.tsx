import { createContext, useContext, useEffect, useRef } from 'react';
import { TouchlineProblem } from '../api/api.js';
import { forPeople } from './for-people.js';

/* Shows each fault beside its field, by its JSON pointer into the request body. */

export type Fault = TouchlineProblem['errors'][number];

interface Faults {
  readonly found: readonly Fault[];
  /** The pointers of the fields that show faults. */
  readonly places: Set<string>;
  /** Removes the faults that a field shows. */
  readonly forget: (at: string) => void;
}

export const FaultsContext = createContext<Faults>({ found: [], places: new Set(), forget: () => undefined });

export function faultsOf(error: unknown): readonly Fault[] {
  return error instanceof TouchlineProblem ? error.errors : [];
}

/** Returns where a fault is shown: at its field, or the nearest one around it; undefined if there is none. */
export function placeOf({ pointer }: Pick<Fault, 'pointer'>, places: ReadonlySet<string>): string | undefined {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) if (places.has(at)) return at;
  return undefined;
}

/** The faults of a field. They go once anything in the element around them is changed. @param at the field's pointer */
export function FaultAt({ at }: { at: string }) {
  const { found, places, forget } = useContext(FaultsContext);
  const shown = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    places.add(at);
    return () => {
      places.delete(at);
    };
  }, [at, places]);
  const own = found.filter((fault) => placeOf(fault, places) === at);
  const isWrong = own.length > 0;
  useEffect(() => {
    const around = isWrong ? shown.current?.parentElement : null;
    const forgetOwn = () => forget(at);
    around?.addEventListener('input', forgetOwn);
    return () => around?.removeEventListener('input', forgetOwn);
  }, [isWrong, at, forget]);
  if (!isWrong) return null;
  return (
    <span ref={shown} className="fault" role="alert">
      {own.map(({ message }) => forPeople(message)).join(' ')}
    </span>
  );
}
