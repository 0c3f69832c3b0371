import { type Fault, fault, step } from '../../platform/input/fault.js';
import type { Day } from '../../platform/values/day.js';

/** A member as a pool's configuration names them. Several entries of one rep, with rising days, are a ramp. */
export interface MemberEntry {
  readonly repId: string;
  readonly weight: number;
  /** The day, where the rep lives, from which on the weight holds; if absent, from the start. */
  readonly from?: Day;
}

/** The members of a pool as it is saved: a list, or a team with the weights that are not 1. */
export type PoolMembers = readonly MemberEntry[] | TeamMembers;

interface TeamMembers {
  readonly teamId: string;
  readonly weights: readonly MemberEntry[];
}

/** A member with their weights in order, each until the next begins. */
export interface Member {
  readonly repId: string;
  readonly weights: readonly Weight[];
}

interface Weight {
  readonly weight: number;
  /** Null: from the start. */
  readonly from: Day | null;
}

export function teamIdOf(members: PoolMembers): string | undefined {
  return 'teamId' in members ? members.teamId : undefined;
}

/** @param team the members of its team, if it has one */
export function membersOf(members: PoolMembers, team: readonly string[] = []): Member[] {
  const entries = 'teamId' in members ? members.weights : members;
  const weights = new Map<string, Weight[]>();
  for (const { repId, weight, from = null } of entries) {
    const theirs = weights.get(repId);
    if (theirs === undefined) weights.set(repId, [{ weight, from }]);
    else theirs.push({ weight, from });
  }
  const repIds = 'teamId' in members ? team : [...weights.keys()];
  return repIds.map((repId) => ({ repId, weights: weights.get(repId) ?? [{ weight: 1, from: null }] }));
}

/** The weight of a member on a day; null if they have not begun. */
export function weightOn({ weights }: Member, day: Day): number | null {
  return weights.findLast(({ from }) => from === null || from <= day)?.weight ?? null;
}

export function isRamp({ weights }: Member): boolean {
  return weights.some(({ from }) => from !== null);
}

/** The day on which a member begins; null for one who was there from the start. */
export function beginsOn({ weights }: Member): Day | null {
  return weights[0]!.from;
}

/**
 * Returns faults for entries of one rep that do not rise, and for weights of reps who are not in the team.
 * @param pointer of the entries
 * @param team the members of its team, if it has one
 * @param former reps whose weights were saved while they were in the team
 */
export function faultsOfEntries(
  entries: readonly MemberEntry[],
  pointer: string,
  team?: readonly string[],
  former: readonly string[] = [],
): Fault[] {
  const latest = new Map<string, MemberEntry>();
  return entries.flatMap((entry, index) => {
    const { repId, from } = entry;
    const at = `${pointer}${step(index)}`;
    const before = latest.get(repId);
    latest.set(repId, entry);
    if (team !== undefined && !team.includes(repId) && !former.includes(repId))
      return [fault(`${at}/repId`, 'notInTeam', `The rep ${repId} is not in the team.`)];
    if (before === undefined) return [];
    if (from === undefined)
      return [
        fault(
          `${at}/repId`,
          'duplicate',
          'This rep is listed already: expected `from`, the day from which it applies, in each later entry of a ramp.',
        ),
      ];
    if (before.from === undefined || before.from < from) return [];
    return [fault(`${at}/from`, 'order', `The days of a ramp must rise: expected a day after ${before.from}.`)];
  });
}
