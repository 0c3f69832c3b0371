import type { Clock } from '../clocks/clock.js';
import type { NotificationType } from '../notifications/notification.js';
import type { OwnedSubject } from './subject.js';
import type { UnitOfWork } from './unit-of-work.js';

/**
 * Who is told as well of what is owed about a subject that its owner keeps while they are away: whoever stands in for
 * them at this moment. Null for nobody, and for what somebody owed who has it no longer.
 */
export function coverOf({ directory, now }: UnitOfWork, subject: OwnedSubject, { repId }: Clock): string | null {
  if (subject.isCovered !== true || repId === null || repId !== subject.ownerId) return null;
  const coverId = directory.standInFor(repId, now);
  return coverId === repId ? null : coverId;
}

/** The same, as events have it. */
export function coverFact(...asked: Parameters<typeof coverOf>): { readonly coverRepId?: string } {
  const coverRepId = coverOf(...asked);
  return coverRepId === null ? {} : { coverRepId };
}

/** Tells whoever owes a promise, and whoever stands in for them. */
export function tellOwner(
  work: UnitOfWork,
  subject: OwnedSubject,
  clock: Clock,
  type: NotificationType,
  data: Readonly<Record<string, unknown>>,
): void {
  work.tell(clock.repId, type, subject, data);
  work.tell(coverOf(work, subject, clock), type, subject, { ...data, coversRepId: clock.repId });
}
