import { deadlineInReach } from '../../clocks/deadline.js';
import type { Directory } from '../../directory/directory.js';
import { readDisposition } from '../../disposition/disposition.js';
import type { DispositionRow } from '../../disposition/disposition.store.js';
import type { TouchRow } from '../../leads/activity.store.js';
import { system } from '../../platform/values/actor.js';
import { elapsedMs } from '../../platform/values/duration.js';
import { type AttemptTime, type KnownSince, provenBy, type ReportedAttempt } from '../../sla/unreachable.js';
import { isContact } from '../../sla/what-counts.js';
import { dispose } from '../closing/disposing.js';
import type { LeadCase } from '../lead-case.js';
import type { UnitOfWork } from '../unit-of-work.js';

/**
 * Reports whether a touch may complete the proof that a lead is unreachable, so that the touches of the cycle have to
 * be read.
 */
export function mayProveUnreachable({ policy, lead }: LeadCase, touch: TouchRow): boolean {
  if (policy === null || policy.unreachable === null || policy.mode !== 'enforce') return false;
  // A milestone shows that the person was reached.
  if (lead.workState === 'qualified') return false;
  const isPresent = lead.status === 'open' && lead.ownerId !== null && touch.cycle === lead.cycle;
  return isPresent && touch.direction === 'outbound' && !isContact(touch);
}

/**
 * Returns the attempts that prove that a lead is unreachable; null if they do not.
 * @param touches of the present cycle, including the newest
 */
export function proofOf(
  { directory }: UnitOfWork,
  { policy, lead, document }: LeadCase,
  touches: readonly ReportedAttempt[],
  since?: KnownSince,
): string[] | null {
  return provenBy(touches, policy!.unreachable!, document!.contact ?? {}, attemptTime(directory, lead, policy), since);
}

/** Returns the time in which a policy counts attempts: in its hours, or those of the company. */
export function attemptTime(
  directory: Pick<Directory, 'hours' | 'timeZoneOf'>,
  { ownerId, poolId }: Pick<LeadCase['lead'], 'ownerId' | 'poolId'>,
  policy: LeadCase['policy'],
): AttemptTime {
  const { hours } = directory;
  const isOwners = policy !== null && ownerId !== null;
  const { working } = isOwners ? hours.ofOwnersClock(policy, ownerId, poolId) : hours.ofDefault;
  return {
    timeZone: directory.timeZoneOf(ownerId),
    after: (from, duration) => (elapsedMs(duration) === 0 ? from : deadlineInReach(from, duration, working)),
  };
}

/**
 * Closes a lead that has turned out to be unreachable.
 * @param touches of the present cycle, including the newest
 * @returns the row of the disposition; null if the lead stays open
 */
export function closeUnreachable(
  work: UnitOfWork,
  leadCase: LeadCase,
  touches: readonly ReportedAttempt[],
  since?: KnownSince,
): DispositionRow | null {
  const rule = leadCase.policy!.unreachable!;
  const { directory } = work;
  const restsOn = proofOf(work, leadCase, touches, since);
  if (restsOn === null) return null;
  // A reason that was retired since still applies if the policy names it.
  const reasons = directory.content.reasons.map((reason) => ({ ...reason, active: true }));
  const read = readDisposition(rule.then, reasons, work.now);
  if ('faults' in read) return null;
  const attempts = touches.filter(({ direction, automated }) => direction === 'outbound' && !automated).length;
  return dispose(work, leadCase, read.disposition, { attempts, restsOn, actor: system('unreachable') });
}
