import type { EventData } from '../../events/event.js';
import type { LeadState } from '../../leads/lead.js';
import type { Actor } from '../../platform/values/actor.js';
import type { Assignment, AssignmentCause } from '../../routing/assignments/assignment.js';
import type { GivenPromises } from '../clocks/resuming.js';
import type { LeadCase } from '../lead-case.js';
import type { UnitOfWork } from '../unit-of-work.js';

/** The place of a lead, and the decision that chose it. */
export interface Placement {
  readonly repId: string | null;
  readonly poolId: string | null;
  /** The named queue in which it waits; none by default. */
  readonly queueId?: string | null;
  readonly rule: string | null;
  readonly snapshotId: string | null;
  readonly trace: object | null;
}

export interface PlacingOptions {
  readonly cause: AssignmentCause;
  /** Whether a person chose the pool; unchanged by default. */
  readonly poolChosen?: boolean;
  /** The reps who get the lead as soon as they can, if it has to wait. */
  readonly preferredRepIds?: readonly string[];
  /** The reason, in the words of the person who decided. */
  readonly note?: string;
  /** The actor who decided, if not the actor of the unit of work. */
  readonly actor?: Actor;
  /** No notification for this lead alone: the caller sends one for all. */
  readonly isQuiet?: boolean;
  /** The act that moves this lead with others, of which each person is told once. */
  readonly act?: string | undefined;
  /** A lead that stays with its owner also stays in its pool, and keeps its rule. */
  readonly mustMove?: boolean;
  /** What the new owner owed before, if the lead comes back to them as if it had never gone. */
  readonly given?: GivenPromises | undefined;
  /** How soon its owners have to accept it, if the lead is handed over; null for not at all. Unchanged by default. */
  readonly acceptWithin?: string | null;
  /** Data of the event: the missed clock, or the absence. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** Begins an assignment of the lead, to an owner or to none, and ends the one before. */
export function beginAssignment(
  work: UnitOfWork,
  leadCase: LeadCase,
  place: Placement,
  placing: PlacingOptions,
): Assignment {
  const assignment: Assignment = {
    id: work.newId(),
    subjectType: leadCase.subjectType,
    subjectId: leadCase.subjectId,
    cycle: leadCase.lead.cycle,
    cause: placing.cause,
    fromAt: work.now,
    untilAt: null,
    note: placing.note ?? null,
    poolChosen: placing.poolChosen ?? leadCase.assignment?.poolChosen ?? false,
    ...awaitedIn(place, placing.preferredRepIds ?? []),
    isTest: leadCase.lead.test,
    ...place,
    queueId: place.queueId ?? null,
    teamId: place.repId === null ? null : (work.directory.teamOf(place.repId)?.id ?? null),
  };
  work.assign(leadCase, assignment);
  return assignment;
}

/** Returns for whom a lead waits in a place. In a named queue it waits for a person, not for certain reps. */
export function awaitedIn(
  { repId, queueId }: Pick<Placement, 'repId' | 'queueId'>,
  preferredRepIds: readonly string[],
): Pick<Assignment, 'preferredRepId' | 'alsoPreferred'> {
  const [preferredRepId = null, ...others] = repId === null && queueId == null ? preferredRepIds : [];
  return { preferredRepId, alsoPreferred: others.length === 0 ? null : others };
}

/** Returns the reps who still read the lead because they handed it over at a milestone. */
export function giversAfter({ giverIds, ownerId }: LeadState, { cause }: PlacingOptions): readonly string[] | null {
  if (cause !== 'milestone' || ownerId === null) return giverIds;
  return [...new Set([...(giverIds ?? []), ownerId])];
}

/** Reports whether a rep caused the change by declining or claiming the lead, or by their deal: they know of it. */
export function isOwnDoing(placing: PlacingOptions, repId?: string | null): boolean {
  const { cause, actor } = placing;
  const isByDeal = cause === 'deal' && actor?.type === 'rep' && actor.id === repId;
  return cause === 'decline' || isByDeal || isClaimedBy(placing, repId);
}

/**
 * Returns data of the notification: the missed promise, the milestone, whether the former owner is away or has left,
 * whether the person of a lead with an open deal has asked again, how the person got in touch, who was passed over, and
 * the act that moves others with it.
 */
export function whyOf({ cause, facts, act }: PlacingOptions): EventData {
  return {
    cause,
    ...(act !== undefined && { act }),
    ...(facts?.kind !== undefined && { kind: facts.kind }),
    ...(facts?.milestone !== undefined && { milestone: facts.milestone }),
    ...(facts?.inactive !== undefined && { inactive: facts.inactive }),
    ...(facts?.coversRepId !== undefined && { coversRepId: facts.coversRepId }),
    ...(facts?.asked !== undefined && { asked: facts.asked }),
    ...(facts?.touchKind !== undefined && { touchKind: facts.touchKind }),
    ...(facts?.insteadOf !== undefined && { insteadOf: facts.insteadOf }),
  };
}

/** Reports whether a rep gets the lead by claiming it. */
export function isClaimedBy({ cause, actor }: PlacingOptions, repId: string | null | undefined): boolean {
  return cause === 'claim' && actor?.type === 'rep' && actor.id === repId;
}
