import type { Fault } from '../platform/fault.js';
import { OUTCOMES_OF, type TouchKind, type TouchOutcome } from './touch-kinds.js';

/** Why a kind of touch cannot have had an outcome. */
export function faultsOfOutcome(kind: TouchKind, outcome: TouchOutcome, pointer: string): Fault[] {
  const possible = OUTCOMES_OF[kind];
  if (possible.includes(outcome)) return [];
  const said = new Intl.ListFormat('en', { type: 'disjunction' }).format(possible.map((each) => `"${each}"`));
  return [
    {
      pointer,
      code: 'contradiction',
      message: `The outcome of a touch of the kind "${kind}" is ${said}, not "${outcome}".`,
    },
  ];
}
