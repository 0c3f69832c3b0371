import { type Caller, may } from '../../auth/scope.js';

/** How notifications are worded: with the scope of a rep, leads of those whom the rep leads are not named. */
export const READS_AS = ['rep', 'manager'] as const;
export type ReadsAs = (typeof READS_AS)[number];

export function readsAs(caller: Caller): ReadsAs {
  return may(caller, 'manager', 'read') ? 'manager' : 'rep';
}
