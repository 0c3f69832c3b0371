import { missFacts } from '../../lifecycle/clocks/clocks.js';
import { escalate } from '../../lifecycle/clocks/escalation.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { change } from '../deal-making.js';
import type { PromisedDeal } from './promised-deal.js';

/** Reports whether the rep who missed the promise still owns the deal. */
export function isOwners({ ownerId }: PromisedDeal, { repId }: PromisedDeal['clocks'][number]): boolean {
  return ownerId === repId;
}

/** Moves the deal to the manager of its owner. Without one it stays, and the owner of the queue is notified. */
export function moveToManager(work: UnitOfWork, subject: PromisedDeal, clock: PromisedDeal['clocks'][number]): void {
  const { ownerId, deal } = subject;
  const managerId = ownerId === null ? null : whoeverIsAbove(work, ownerId);
  if (managerId === null) {
    escalate(work, subject, clock, 'queueOwner', 'nobodyElse');
    return;
  }
  change(work, deal, { ...deal.row, ownerRepId: managerId }, 'missed');
  const facts = { fromRepId: ownerId, ...missFacts(clock) };
  work.notify(managerId, 'deal.reassigned', subject, facts);
  const coverId = work.directory.standInFor(managerId, work.now);
  if (coverId !== managerId) work.notify(coverId, 'deal.reassigned', subject, { ...facts, coversRepId: managerId });
}

/**
 * Returns the first manager above who is not absent; if all are, the first active one. Being unavailable for an hour
 * does not matter, since they keep the deal for months. A cycle of managers ends where it began.
 */
export function whoeverIsAbove({ directory, now }: UnitOfWork, repId: string): string | null {
  const line = new Set<string>();
  for (let id = directory.managerOf(repId); id !== null && id !== repId && !line.has(id); id = directory.managerOf(id))
    line.add(id);
  const active = [...line].filter((id) => directory.rep(id)?.active === true);
  return active.find((id) => !directory.isAbsentAt(id, now)) ?? active[0] ?? null;
}
