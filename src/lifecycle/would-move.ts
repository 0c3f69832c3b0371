import type { LeadClock } from '../clocks/clock.js';
import { rulesOf } from '../clocks/kinds.js';
import type { Instant } from '../platform/instant.js';
import { termsOf } from './enforcing.js';
import type { LeadCase } from './lead-case.js';
import { isOfOwner, mayMoveAgain } from './moving.js';
import type { UnitOfWork } from './unit-of-work.js';

/** How often a clock can be due: its warnings, the breach and its chain. */
const LOOKS_MAX = 100;

/** When a lead would move if its owner missed a promise, by the rules that enforce; null if it would stay. */
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
