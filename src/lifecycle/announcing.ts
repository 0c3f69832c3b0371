import type { Verdict } from '../clocks/verdict.js';
import { toIso } from '../platform/instant.js';
import { clockFacts, recordBreach } from './clocks.js';
import type { LeadCase } from './lead-case.js';
import type { UnitOfWork } from './unit-of-work.js';

/** Makes a verdict what the clock is from now on, and part of the ledger. */
export function announce(work: UnitOfWork, leadCase: LeadCase, { kind, clock }: Verdict): void {
  work.replaceClock(leadCase, clock);
  const metAt = clock.metAt === null ? null : toIso(clock.metAt);
  switch (kind) {
    case 'met':
      work.record(leadCase, 'sla.met', { ...clockFacts(clock), metAt });
      return;
    case 'corrected':
      work.record(leadCase, 'sla.corrected', { ...clockFacts(clock), metAt, breachedAt: toIso(clock.breachedAt!) });
      return;
    case 'breached':
      recordBreach(work, leadCase, clock);
      work.record(leadCase, 'sla.met', { ...clockFacts(clock), metAt, late: true });
      return;
    case 'missed':
      recordBreach(work, leadCase, clock);
      return;
    case 'answeredLate':
      work.record(leadCase, 'sla.met', { ...clockFacts(clock), metAt, late: true });
      return;
    case 'alreadyTouched':
      work.record(leadCase, 'sla.cancelled', { ...clockFacts(clock), reason: 'alreadyTouched' });
      return;
    case 'silenced':
      return;
    default:
      kind satisfies never;
  }
}
