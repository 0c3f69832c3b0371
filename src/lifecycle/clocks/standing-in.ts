import type { Clock } from '../../clocks/clock.js';
import type { NotificationType } from '../../notifications/notification.js';
import type { OwnedSubject } from '../subject.js';
import type { UnitOfWork } from '../unit-of-work.js';

/**
 * Returns the rep who stands in now for the owner of a subject, if it stays with an owner who is away: they are
 * notified of its promises too. Null if there is none, and for promises of former owners.
 */
export function coverOf({ directory, now }: UnitOfWork, subject: OwnedSubject, { repId }: Clock): string | null {
  if (subject.isCovered !== true || repId === null || repId !== subject.ownerId) return null;
  const coverId = directory.standInFor(repId, now);
  return coverId === repId ? null : coverId;
}

/** Returns the same as data of an event. */
export function coverFact(...args: Parameters<typeof coverOf>): { readonly coverRepId?: string } {
  const coverRepId = coverOf(...args);
  return coverRepId === null ? {} : { coverRepId };
}

/** Notifies the owner of a promise, and the rep who stands in for them. */
export function notifyOwner(
  work: UnitOfWork,
  subject: OwnedSubject,
  clock: Clock,
  type: NotificationType,
  data: Readonly<Record<string, unknown>>,
): void {
  work.notify(clock.repId, type, subject, data);
  work.notify(coverOf(work, subject, clock), type, subject, { ...data, coversRepId: clock.repId });
}
