import type { Clock } from '../clocks/clock.js';
import type { Verdict } from '../clocks/verdict.js';
import { toIso } from '../platform/instant.js';
import { clockFacts, recordBreach } from './clocks.js';
import type { OwnedSubject } from './subject.js';
import type { UnitOfWork } from './unit-of-work.js';

/** Makes a verdict what the clock is from now on, and part of the ledger. */
export function announce(work: UnitOfWork, subject: OwnedSubject, { kind, clock }: Verdict<Clock>): void {
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
