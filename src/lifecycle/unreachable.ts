import { deadlineInReach } from '../clocks/deadline.js';
import { readDisposition } from '../disposition/disposition.js';
import type { DispositionRow } from '../disposition/disposition.store.js';
import type { LedgerRow } from '../events/event.js';
import type { TouchRow } from '../leads/activity.store.js';
import { system } from '../platform/actor.js';
import { elapsedMs } from '../platform/duration.js';
import type { Instant } from '../platform/instant.js';
import type { Promised } from '../sla/policy.js';
import { type KnownSince, provenBy, type ReportedAttempt } from '../sla/unreachable.js';
import { isContact } from '../sla/what-counts.js';
import { dispose } from './disposing.js';
import type { LeadCase } from './lead-case.js';
import type { UnitOfWork } from './unit-of-work.js';

/** Whether a touch may be the last that is needed: then those of the cycle have to be read. */
export function mayProveUnreachable({ policy, lead }: LeadCase, touch: TouchRow): boolean {
  if (policy === null || policy.unreachable === null || policy.mode !== 'enforce') return false;
  // A milestone says that somebody has reached the person.
  if (lead.workState === 'qualified') return false;
  const isPresent = lead.status === 'open' && lead.ownerId !== null && touch.cycle === lead.cycle;
  return isPresent && touch.direction === 'outbound' && !isContact(touch);
}

/**
 * The attempts that prove that nobody can be reached; null where it is not proven.
 * @param touches of the present cycle, the newest among them
 * @param since when the number and the address of the person are what they are
 */
export function proofOf(
  { directory }: UnitOfWork,
  { policy, lead, document }: LeadCase,
  touches: readonly ReportedAttempt[],
  since?: KnownSince,
): string[] | null {
  const hours = directory.hoursOfOwnersClock(policy!, lead.ownerId!, lead.poolId).working;
  const time = {
    timeZone: directory.timeZoneOf(lead.ownerId),
    after: (from: Instant, duration: Promised) =>
      elapsedMs(duration) === 0 ? from : deadlineInReach(from, duration, hours),
  };
  return provenBy(touches, policy!.unreachable!, document!.contact ?? {}, time, since);
}

/**
 * Moves a lead out when it is proven by now that nobody can be reached.
 * @param touches of the present cycle, the newest among them
 * @param since when the number and the address of the person are what they are
 * @returns the disposition to be kept; null where the lead stays
 */
export function moveOutUnreachable(
  work: UnitOfWork,
  leadCase: LeadCase,
  touches: readonly ReportedAttempt[],
  since?: KnownSince,
): DispositionRow | null {
  const rule = leadCase.policy!.unreachable!;
  const { directory } = work;
  const restsOn = proofOf(work, leadCase, touches, since);
  if (restsOn === null) return null;
  // One that was retired since is still what the policy says.
  const reasons = directory.content.reasons.map((reason) => ({ ...reason, active: true }));
  const read = readDisposition(rule.then, reasons, work.now);
  if ('faults' in read) return null;
  const attempts = touches.filter(({ direction, automated }) => direction === 'outbound' && !automated).length;
  return dispose(work, leadCase, read.disposition, { attempts, restsOn, actor: system('unreachable') });
}

/** By the changes of a lead that its ledger tells, in their order. */
export function knownSince(changes: readonly Pick<LedgerRow, 'occurredAt' | 'data'>[]): KnownSince {
  const latest = (field: string) =>
    changes.findLast(({ data }) => Array.isArray(data.fields) && data.fields.includes(field))?.occurredAt;
  const [phone, email] = [latest('contact.phone'), latest('contact.email')];
  return { ...(phone !== undefined && { phone }), ...(email !== undefined && { email }) };
}
