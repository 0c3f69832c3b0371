import type { Clock, ClockVerdict } from '../../clocks/clock.js';
import { toIso } from '../../platform/values/duration.js';
import type { LeadCase } from '../lead-case.js';
import type { OwnedSubject } from '../subject.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { clockFacts, recordBreach } from './clocks.js';
import { missedClock } from './lead-clocks.js';

/**
 * Applies a verdict to a lead's clock and records it in the ledger. If the lead waits to be moved because of this miss,
 * the move is called off, whatever kind of promise it was.
 */
export function announce(work: UnitOfWork, leadCase: LeadCase, verdict: ClockVerdict): void {
  if (leadCase.lead.waiting === 'move' && missedClock(leadCase)?.id === verdict.clock.id)
    leadCase.lead = { ...leadCase.lead, waiting: null, waitingSince: null };
  settle(work, leadCase, verdict);
}

/** Applies a verdict to a clock of any owned subject and records it in the ledger. */
export function settle(work: UnitOfWork, subject: OwnedSubject, { kind, clock }: ClockVerdict<Clock>): void {
  if (kind !== 'silenced' || subject.clocks.some(({ id, nextAt }) => id === clock.id && nextAt !== null))
    work.replaceClock(subject, clock);
  const metAt = clock.metAt === null ? null : toIso(clock.metAt);
  switch (kind) {
    case 'met':
      work.record(subject, 'sla.met', { ...clockFacts(clock), metAt });
      return;
    case 'corrected':
      work.record(subject, 'sla.corrected', { ...clockFacts(clock), metAt, breachedAt: toIso(clock.breachedAt!) });
      return;
    case 'breached':
      recordBreach(work, subject, clock);
      work.record(subject, 'sla.met', { ...clockFacts(clock), metAt, late: true });
      return;
    case 'missed':
      recordBreach(work, subject, clock);
      return;
    case 'answeredLate':
      work.record(subject, 'sla.met', { ...clockFacts(clock), metAt, late: true });
      return;
    case 'alreadyTouched':
      work.record(subject, 'sla.cancelled', { ...clockFacts(clock), reason: 'alreadyTouched' });
      return;
    case 'silenced':
      return;
    default:
      kind satisfies never;
  }
}
