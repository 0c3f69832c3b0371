import type { Instant } from '../platform/instant.js';
import type { EscalationTarget, SlaPolicy } from './policy.js';

/** Who is told where nothing says who. */
export const BY_DEFAULT: EscalationTarget = 'manager';

/** Of a lead that has moved as often as its policy allows, and stays with whoever missed it last. */
export const WHEN_IT_MAY_MOVE_NO_MORE: EscalationTarget = BY_DEFAULT;

/** Of a lead that nobody else can take: at once whom the policy itself would tell later. */
export function whenNobodyElseCan({ firstTouch }: Pick<SlaPolicy, 'firstTouch'>): EscalationTarget {
  const action = firstTouch.onBreach.find((each) => each.do === 'escalate');
  return action?.do === 'escalate' ? action.to : BY_DEFAULT;
}

/** What has to be known of people to find out whom to tell. */
export interface Staff {
  readonly queueOwnerId: string | null;
  rep(id: string): { readonly active: boolean } | undefined;
  team(id: string): { readonly managerId: string | null; readonly repIds: readonly string[] } | undefined;
  /** Never the rep themselves. */
  managerOf(repId: string): string | null;
  /** Whether nobody would read at an instant what they are told: absent, not available, or not active. */
  isAwayAt(repId: string, at: Instant): boolean;
}

/** Whom an escalation tells, as its event says it. */
export type Recipients =
  | {
      /** Null: there is nobody. */
      readonly toRepId: string | null;
      /** The team in whose place they are told. */
      readonly toTeamId?: string;
      /** Who is away and was to be told, in the order in which they were asked; absent where nobody was. */
      readonly insteadOf?: readonly string[];
    }
  | { readonly toTeamId: string; readonly toRepIds: readonly string[] };

interface Missed {
  /** Null where the company missed it and nobody owns what it is about. */
  readonly by: string | null;
  readonly at: Instant;
}

/** Who is told of a promise that was missed: whoever is away is passed over, up the line of managers. */
export function whomToTell(to: EscalationTarget, missed: Missed, staff: Staff): Recipients {
  if (typeof to === 'object' && 'teamId' in to) return teamOrAbove(to.teamId, missed.at, staff);
  const { presentId, passed } = firstPresent(meant(to, missed.by, staff), missed.at, staff);
  return presentId === null ? evenIfAway(passed, staff) : { toRepId: presentId, ...insteadOf(passed) };
}

/** Those whom a telling reaches. */
export function recipientIds(told: Recipients): readonly string[] {
  if ('toRepIds' in told) return told.toRepIds;
  return told.toRepId === null ? [] : [told.toRepId];
}

/** Null where there is no such person. */
function meant(
  to: Exclude<EscalationTarget, { readonly teamId: string }>,
  missedBy: string | null,
  staff: Staff,
): string | null {
  if (typeof to === 'object') return staff.rep(to.repId) === undefined ? null : to.repId;
  if (to === 'queueOwner' || missedBy === null) return staff.queueOwnerId;
  const manager = staff.managerOf(missedBy);
  if (to === 'manager' || manager === null) return manager;
  const above = staff.managerOf(manager);
  // Two who manage each other, by their teams: whoever missed it is told by nobody but their manager.
  return above === null || above === missedBy ? manager : above;
}

/** Everybody in the team who is there; where nobody is, its manager, and so on up the line. */
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
 * The first who is there, from whoever is meant up the line of managers, then from the owner of the queue. A line that
 * leads back into itself ends there.
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

/** Nobody is there: whoever was meant first reads it when they are back, and who has left never is. */
function evenIfAway(passed: readonly string[], staff: Staff): Recipients {
  return { toRepId: passed.find((id) => staff.rep(id)?.active === true) ?? passed[0] ?? null };
}

function insteadOf(passed: readonly string[]): { readonly insteadOf?: readonly string[] } {
  return passed.length === 0 ? {} : { insteadOf: passed };
}
