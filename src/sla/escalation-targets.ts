import type { Instant } from '../platform/values/duration.js';
import type { EscalationTarget, SlaPolicy } from './policy.js';

/** The default recipient. */
export const BY_DEFAULT: EscalationTarget = 'manager';

/** The recipient for a lead that has moved as often as its policy allows and stays with its last owner. */
export const WHEN_IT_MAY_MOVE_NO_MORE: EscalationTarget = BY_DEFAULT;

/**
 * Returns the recipient for a lead that nobody else can take. They are notified at once; the policy would notify them
 * later.
 */
export function whenNobodyElseCan({ firstTouch }: Pick<SlaPolicy, 'firstTouch'>): EscalationTarget {
  const action = firstTouch.onBreach.find((each) => each.do === 'escalate');
  return action?.do === 'escalate' ? action.to : BY_DEFAULT;
}

/** What is needed about people to find recipients. */
export interface Staff {
  readonly queueOwnerId: string | null;
  rep(id: string): { readonly active: boolean } | undefined;
  team(id: string): { readonly managerId: string | null; readonly repIds: readonly string[] } | undefined;
  /** Never the rep themselves. */
  managerOf(repId: string): string | null;
  /** Reports whether a rep would not read a notification at an instant: absent, not available or not active. */
  isAwayAt(repId: string, at: Instant): boolean;
}

/** The recipients of an escalation, in the form that its event stores. */
export type Recipients =
  | {
      /** Null if there is no recipient. */
      readonly toRepId: string | null;
      /** The team that they stand in for. */
      readonly toTeamId?: string;
      /** Reps who were passed over because they are away, in order; absent if there are none. */
      readonly insteadOf?: readonly string[];
    }
  | { readonly toTeamId: string; readonly toRepIds: readonly string[] };

interface Missed {
  /** Null if the company missed it and the subject has no owner. */
  readonly by: string | null;
  readonly at: Instant;
  /** The owner of the queue that the subject is in; by default, the owner of the queue of all leads. */
  readonly queueOwnerId?: string | null;
}

/**
 * Returns the recipients of an escalation. A rep who is away is passed over for their manager, and so on up the line.
 */
export function recipientsOf(to: EscalationTarget, missed: Missed, staff: Staff): Recipients {
  if (typeof to === 'object' && 'teamId' in to) return teamOrAbove(to.teamId, missed.at, staff);
  const { presentId, passed } = firstPresent(meant(to, missed, staff), missed.at, staff);
  return presentId === null ? evenIfAway(passed, staff) : { toRepId: presentId, ...insteadOf(passed) };
}

export function recipientIds(recipients: Recipients): readonly string[] {
  if ('toRepIds' in recipients) return recipients.toRepIds;
  return recipients.toRepId === null ? [] : [recipients.toRepId];
}

/** Returns the rep meant; null if there is no such person. */
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
  // Two reps may manage each other by their teams, but the rep who missed it is never their own recipient.
  return above === null || above === missedBy ? manager : above;
}

/** Returns everybody in the team who is at work. If no member is, returns its manager, and so on up the line. */
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
 * Returns the first person who is at work, from the recipient up the line of managers, then from the owner of the queue
 * up theirs. A circular line ends where it began.
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

/** If nobody is at work, the first recipient who has not left reads it later. */
function evenIfAway(passed: readonly string[], staff: Staff): Recipients {
  return { toRepId: passed.find((id) => staff.rep(id)?.active === true) ?? passed[0] ?? null };
}

function insteadOf(passed: readonly string[]): { readonly insteadOf?: readonly string[] } {
  return passed.length === 0 ? {} : { insteadOf: passed };
}
