import type { TouchRow } from '../leads/activity.store.js';
import { workStateAfter } from '../leads/touch.js';
import { toIso } from '../platform/instant.js';
import type { SlaPolicy } from '../sla/policy.js';
import { countsAsTouch, judgeTouch, type Verdict } from '../sla/touch.js';
import { clockFacts } from './clocks.js';
import type { LeadCase, Work } from './work.js';

/** What a touch does to an open lead: how far the work is, and what becomes of its clocks. */
export function takeTouch(work: Work, leadCase: LeadCase, touch: TouchRow, policy: SlaPolicy | null): void {
  // A sender's clock may run ahead by minutes: nothing is judged as if it had happened after now.
  const facts = { ...touch, occurredAt: Math.min(touch.occurredAt, work.now) };
  const counts = countsAsTouch(facts, policy);
  const workState = workStateAfter(leadCase.lead.workState, { outcome: touch.outcome, counts });
  if (workState !== leadCase.lead.workState) leadCase.lead = { ...leadCase.lead, workState, updatedAt: work.now };
  if (!counts || policy === null) return;
  const clocks = leadCase.clocks.filter((clock) => clock.cycle === leadCase.lead.cycle);
  for (const verdict of judgeTouch(clocks, facts, policy, work.now)) announce(work, leadCase, verdict);
  // Whoever has answered keeps the lead: a move that waited for somebody else is off.
  if (leadCase.lead.waiting === 'move') leadCase.lead = { ...leadCase.lead, waiting: null, waitingSince: null };
}

function announce(work: Work, leadCase: LeadCase, { kind, clock }: Verdict): void {
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
      work.record(leadCase, 'sla.breached', clockFacts(clock));
      work.record(leadCase, 'sla.met', { ...clockFacts(clock), metAt, late: true });
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
