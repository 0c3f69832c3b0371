import type { Instant } from '../platform/duration.js';
import type { EscalationTarget, SlaPolicy } from './policy.js';

/** Whom to notify by default. */
export const BY_DEFAULT: EscalationTarget = 'manager';

/** For a lead that has moved as often as its policy allows and stays with its last owner. */
export const WHEN_IT_MAY_MOVE_NO_MORE: EscalationTarget = BY_DEFAULT;

/** For a lead that nobody else can take: at once, whom the policy would notify later. */
export function whenNobodyElseCan({ firstTouch }: Pick<SlaPolicy, 'firstTouch'>): EscalationTarget {
  const action = firstTouch.onBreach.find((each) => each.do === 'escalate');
  return action?.do === 'escalate' ? action.to : BY_DEFAULT;
}

/** What must be known of people to find the recipients. */
export interface Staff {
  readonly queueOwnerId: string | null;
  rep(id: string): { readonly active: boolean } | undefined;
  team(id: string): { readonly managerId: string | null; readonly repIds: readonly string[] } | undefined;
  /** Never the rep themselves. */
  managerOf(repId: string): string | null;
  /** Whether a rep would not read a notification at an instant: absent, not available or not active. */
  isAwayAt(repId: string, at: Instant): boolean;
}

/** The recipients of an escalation, as its event has them. */
export type Recipients =
  | {
      /** Null if there is nobody. */
      readonly toRepId: string | null;
      /** The team that they stand in for. */
      readonly toTeamId?: string;
      /** Reps who were passed over because they are away, in order; absent if nobody was. */
      readonly insteadOf?: readonly string[];
    }
  | { readonly toTeamId: string; readonly toRepIds: readonly string[] };

interface Missed {
  /** Null if the company missed it and the subject has no owner. */
  readonly by: string | null;
  readonly at: Instant;
  /** The owner of the queue in which the subject stands; of the queue of all leads by default. */
  readonly queueOwnerId?: string | null;
}

/** The recipients of an escalation: reps who are away are passed over for their manager, up the line. */
export function whomToTell(to: EscalationTarget, missed: Missed, staff: Staff): Recipients {
  if (typeof to === 'object' && 'teamId' in to) return teamOrAbove(to.teamId, missed.at, staff);
  const { presentId, passed } = firstPresent(meant(to, missed, staff), missed.at, staff);
  return presentId === null ? evenIfAway(passed, staff) : { toRepId: presentId, ...insteadOf(passed) };
}

/** The ids of recipients. */
export function recipientIds(told: Recipients): readonly string[] {
  if ('toRepIds' in told) return told.toRepIds;
  return told.toRepId === null ? [] : [told.toRepId];
}

/** Null where there is no such person. */
function meant(
  to: Exclude<EscalationTarget, { readonly teamId: string }>,
  { by: missedBy, queueOwnerId = null }: Missed,
  staff: Staff,
): string | null {
  if (typeof to === 'object') return staff.rep(to.repId) === undefined ? null : to.repId;
  if (to === 'queueOwner' || missedBy === null) return queueOwnerId ?? staff.queueOwnerId;
  const manager = staff.managerOf(missedBy);
  if (to === 'manager' || manager === null) return manager;
  const above = staff.managerOf(manager);
  // Two reps may manage each other by their teams; whoever missed it is never their own recipient.
  return above === null || above === missedBy ? manager : above;
}

/** Everybody in the team who is at work; if nobody is, its manager, and so on up the line. */
function teamOrAbove(teamId: string, at: Instant, staff: Staff): Recipients {
  const team = staff.team(teamId);
  const members = (team?.repIds ?? []).filter((id) => staff.rep(id)?.active === true);
  const present = members.filter((id) => !staff.isAwayAt(id, at));
  if (present.length > 0) return { toTeamId: teamId, toRepIds: present };
  const { presentId, passed } = firstPresent(team?.managerId ?? null, at, staff);
  if (presentId !== null)
    return { toRepId: presentId, toTeamId: teamId, ...insteadOf([...new Set([...members, ...passed])]) };
  return members.length > 0 ? { toTeamId: teamId, toRepIds: members } : evenIfAway(passed, staff);
}

/**
 * The first who is at work, from the recipient up the line of managers, then from the owner of the queue up theirs. A
 * circular line ends where it began.
 */
function firstPresent(
  meantId: string | null,
  at: Instant,
  staff: Staff,
): { readonly presentId: string | null; readonly passed: readonly string[] } {
  const passed = new Set<string>();
  for (const beginning of [meantId, staff.queueOwnerId]) {
    for (let id = beginning; id !== null && !passed.has(id); id = staff.managerOf(id)) {
      if (!staff.isAwayAt(id, at)) return { presentId: id, passed: [...passed] };
      passed.add(id);
    }
  }
  return { presentId: null, passed: [...passed] };
}

/** Nobody is at work: the first recipient who has not left reads it later. */
function evenIfAway(passed: readonly string[], staff: Staff): Recipients {
  return { toRepId: passed.find((id) => staff.rep(id)?.active === true) ?? passed[0] ?? null };
}

function insteadOf(passed: readonly string[]): { readonly insteadOf?: readonly string[] } {
  return passed.length === 0 ? {} : { insteadOf: passed };
}
