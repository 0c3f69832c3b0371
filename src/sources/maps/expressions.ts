import { type Fault, fault, step } from '../../platform/input/fault.js';
import { whyOf } from '../../platform/running/failure.js';
import type { WrittenMap } from './payload-map.schema.js';

/** More would keep those of other connections waiting. */
const EXPRESSIONS_MAX = 20;

/** Returns the expressions of a map, by field. */
export function expressionsOf(map: WrittenMap): { readonly field: string; readonly text: string }[] {
  return Object.entries(map).flatMap(([field, rule]) =>
    typeof rule === 'object' && 'jsonata' in rule ? [{ field, text: rule.jsonata }] : [],
  );
}

/** Reads the expressions of a map, and evaluates none. @returns their faults, with pointers into the map */
export async function faultsOfExpressions(map: WrittenMap): Promise<Fault[]> {
  const asked = expressionsOf(map);
  if (asked.length === 0) return [];
  if (asked.length > EXPRESSIONS_MAX)
    return [fault('', 'tooMany', `Expected ${EXPRESSIONS_MAX} expressions at most, not ${asked.length}.`)];
  const { default: jsonata } = await import('jsonata');
  return asked.flatMap(({ field, text }) => {
    try {
      jsonata(text);
      return [];
    } catch (error) {
      const { position } = error as { readonly position?: number };
      const where = position === undefined ? '' : ` (at character ${position})`;
      return [fault(`${step(field)}/jsonata`, 'expression', `It is no expression of JSONata${where}: ${whyOf(error)}`)];
    }
  });
}
