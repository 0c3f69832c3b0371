import type { Pause } from '../../clocks/pause.js';
import type { WorkOnLead } from '../../leads/activity.store.js';
import type { Actor } from '../../platform/values/actor.js';
import type { Instant } from '../../platform/values/duration.js';
import type { AssignmentCause, Tenure } from '../../routing/assignments/assignment.js';
import type { Stay } from '../../routing/assignments/stays.js';
import type { GivenPromises } from '../clocks/resuming.js';
import type { LeadCase } from '../lead-case.js';
import { covering, own } from '../routing/owning.js';
import type { PlacingOptions } from '../routing/placement.js';
import { queue } from '../routing/waiting.js';
import type { UnitOfWork } from '../unit-of-work.js';

/** What is known of the reps to whom leads go back. */
export interface Recipients {
  rep(repId: string): { readonly active: boolean } | undefined;
  isAbsentAt(repId: string, at: Instant): boolean;
  isAwayAt(repId: string, at: Instant): boolean;
  /** Returns the rep who stands in for an absent one; the same rep if nobody does. */
  standInFor(repId: string, at: Instant): string;
}

export type WhyNotBack = 'ownerLeft' | 'ownerAway';

/**
 * Returns why a lead does not go back to the rep who had it; null if it does. This is the one list of conditions, whatever
 * is taken back:
 * - A rep who has left gets nothing.
 * - For an absent rep, whoever stands in for them gets it, as with every lead of theirs, unless they have it already.
 * - A rep who is not available gets it back if it has no other owner: what is theirs goes on meanwhile. An owner who is
 *   there keeps it.
 * - Capacities do not matter: it was theirs, and counts on the day on which they first got it.
 * @param ownerId the present owner; null if there is none
 */
export function whyNotBackTo(
  repId: string,
  ownerId: string | null,
  recipients: Recipients,
  now: Instant,
): WhyNotBack | null {
  if (recipients.rep(repId)?.active !== true) return 'ownerLeft';
  if (recipients.isAbsentAt(repId, now)) {
    const standInId = recipients.standInFor(repId, now);
    return standInId === repId || standInId === ownerId ? 'ownerAway' : null;
  }
  return ownerId !== null && recipients.isAwayAt(repId, now) ? 'ownerAway' : null;
}

/** How a lead is given back. */
export interface GivingBack extends Pick<PlacingOptions, 'isQuiet' | 'act' | 'facts'> {
  readonly cause: Extract<AssignmentCause, 'undone' | 'correction' | 'reopen'>;
  readonly actor?: Actor;
  readonly given: GivenPromises;
  /** Called when the former owner has it, or the queue, before it goes on to whoever stands in. */
  readonly onceBack?: () => unknown;
}

/**
 * Gives a lead back to whom it belonged, or to the queue, as if it had never gone from there, and on to whoever stands in
 * for an owner who is absent. Whether it may go back is checked before (`whyNotBackTo`).
 * @param former the stay that goes on
 */
export function giveBack(work: UnitOfWork, leadCase: LeadCase, { tenures }: Stay<Tenure>, how: GivingBack): void {
  const { place, poolChosen } = placeBefore(work, tenures.at(-1)!);
  const { repId } = place;
  if (repId === null) {
    queue(work, leadCase, { ...place, repId }, { ...how, poolChosen });
    how.onceBack?.();
    return;
  }
  own(work, leadCase, { ...place, queueId: null, repId }, { ...how, poolChosen });
  how.onceBack?.();
  const standInId = work.directory.standInFor(repId, work.now);
  if (standInId === repId) return;
  const { isQuiet = false, act } = how;
  const placing = covering({ cause: 'absence', isQuiet, act }, repId);
  own(work, leadCase, { ...place, queueId: null, repId: standInId }, placing);
}

/**
 * Returns where a lead was, by which rule, and whether a person had chosen its pool. A pool or a queue that no longer
 * exists is left out.
 */
function placeBefore({ directory }: UnitOfWork, { repId, poolId, queueId, rule, poolChosen }: Tenure) {
  const pool = directory.pool(poolId);
  const queue = queueId === null ? undefined : directory.content.queues.get(queueId);
  const place = { repId, poolId: pool?.id ?? null, queueId: queue?.id ?? null, rule, snapshotId: null, trace: null };
  return { place, poolChosen: poolChosen && pool !== undefined };
}

/**
 * Returns the pauses by hand as work on the lead: by their maker, or by no rep in particular if a program made them.
 */
export function pausesAsWork({ lead, pauses }: Pick<LeadCase, 'lead' | 'pauses'>): WorkOnLead[] {
  return pauses
    .filter(({ kind, cycle }: Pause) => kind === 'hand' && cycle === lead.cycle)
    .map(({ madeBy, fromAt }) => ({ leadId: lead.id, repId: madeBy?.type === 'rep' ? madeBy.id : null, at: fromAt }));
}

/**
 * Reports whether anybody but its former owner has worked on a lead since it went from them. What belongs to no rep in
 * particular, such as a milestone, came before a move of the same millisecond.
 */
export function isWorkedOnByOthers(worked: readonly WorkOnLead[], since: Instant, formerId: string | null): boolean {
  return worked.some(({ repId, at }) => (repId === null ? at > since : at >= since && repId !== formerId));
}
