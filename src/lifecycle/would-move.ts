import type { LeadClock } from '../clocks/clock.js';
import { rulesOf } from '../clocks/kinds.js';
import type { Instant } from '../platform/instant.js';
import { termsOf } from './enforcing.js';
import type { LeadCase } from './lead-case.js';
import { isOfOwner, mayMoveAgain } from './moving.js';
import type { UnitOfWork } from './unit-of-work.js';

/** Warnings, a breach and what follows it: a clock is not looked at more often. */
const LOOKS_MAX = 100;

/** When a lead would go to somebody else if a promise of its owner were missed, by the rules that enforce; null where it would stay. */
export function movesAt(work: UnitOfWork, leadCase: LeadCase, clock: LeadClock): Instant | null {
  if (!isOfOwner(leadCase, clock) || !mayMoveAgain(leadCase)) return null;
  const terms = termsOf(work, leadCase, clock);
  let next = clock;
  for (let looks = 0; next.nextAt !== null && looks < LOOKS_MAX; looks += 1) {
    const { clock: after, effects } = rulesOf(next).enforce(next, terms, next.nextAt);
    if (effects.some(({ kind }) => kind === 'reassign')) return next.nextAt;
    next = after;
  }
  return null;
}
