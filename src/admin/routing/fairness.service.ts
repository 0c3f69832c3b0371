import { Injectable } from '@nestjs/common';
import { type Caller, may } from '../../auth/scope.js';
import type { Directory } from '../../directory/directory.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { namesOf } from '../../leads/lead.js';
import { sightOf } from '../../leads/visibility.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import { instantOrDateIn } from '../../platform/input/formats.js';
import { NotFoundError, refuse } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { type Day, dayIn, startOfDay } from '../../platform/values/day.js';
import { isoOrNull } from '../../platform/values/duration.js';
import { hintAtHours } from '../../routing/pools/fairness.js';
import { FairnessStore } from '../../routing/pools/fairness.store.js';
import { readable } from '../../routing/rules/rulebook.js';
import type { FairnessQuery } from './pool.schema.js';

@Injectable()
export class FairnessService {
  constructor(
    private readonly directories: DirectoryService,
    private readonly members: FairnessStore,
    private readonly time: TimeSource,
  ) {}

  /** @throws NotFoundError also if the key may see none of its members @throws InvalidRequestError */
  async read(id: string, query: FairnessQuery, caller: Caller) {
    const directory = await this.directories.now();
    const pool = directory.pool(id);
    const isSeen = pool === undefined ? null : sightOfMembers(pool.members, directory, caller);
    if (pool === undefined || isSeen === null) throw new NotFoundError('pool', id);
    const days = daysOf(query, directory.content.settings.timeZone);
    const known = new Map(pool.members.map((member) => [member.repId, member]));
    const weightOf = (repId: string) => {
      const member = known.get(repId);
      return member === undefined ? 0 : (directory.weightAt(member, this.time.now()) ?? 0);
    };
    const read = await this.members.read([id], days);
    const all = read.map((member) => ({ ...member, weight: weightOf(member.repId) }));
    const seen = all.filter(({ repId }) => isSeen(repId));
    const isAll = days.from === null && days.to === null;
    const names = namesOf(directory);
    return {
      data: seen.map(({ poolId: _, lastAssignedAt, ...member }) => {
        const hint = hintAtHours(member, all);
        return {
          ...member,
          label: names.rep(member.repId),
          shareDue: readable(member.shareDue),
          // For a span of days, only what is still due from those days.
          credit: readable(isAll ? member.credit : member.shareDue - member.leadsGot),
          shareGot: member.leadsGot,
          lastAssignedAt: isoOrNull(lastAssignedAt),
          ...(hint !== null && { hint }),
        };
      }),
      others: all.length - seen.length,
    };
  }
}

/** @returns a predicate for the members that the key sees; null if it sees none */
export function sightOfMembers(
  members: readonly { readonly repId: string }[],
  directory: Directory,
  caller: Caller,
): ((repId: string) => boolean) | null {
  const sight = sightOf(caller, directory);
  const isMember = (repId: string) => members.some((member) => member.repId === repId);
  const isManaged =
    may(caller, 'manager') && caller.repId !== null && [...directory.repsUnder(caller.repId)].some(isMember);
  if (sight.all || isManaged) return () => true;
  return sight.repIds.some(isMember) ? (repId) => sight.repIds.includes(repId) : null;
}

/** @throws InvalidRequestError */
export function daysOf({ from, to }: FairnessQuery, timeZone: string): { from: Day | null; to: Day | null } {
  refuse(faultsOfDay('/from', from, timeZone), faultsOfDay('/to', to, timeZone));
  const dayOf = (given: string | undefined) =>
    given === undefined ? null : dayIn(instantOrDateIn(given, timeZone), timeZone);
  const days = { from: dayOf(from), to: dayOf(to) };
  refuse(faultsOfSpan(days));
  return days;
}

function faultsOfSpan({ from, to }: { readonly from: Day | null; readonly to: Day | null }): Fault[] {
  if (from === null || to === null || to > from) return [];
  const message = `The end (${to}) has to be after the beginning (${from}). A day as \`to\` means its beginning: name the day after the last.`;
  return [fault('/to', 'inverted', message)];
}

/** Turns are counted by day, so only the beginning of a day is accepted. */
function faultsOfDay(pointer: string, given: string | undefined, timeZone: string): Fault[] {
  if (given === undefined) return [];
  const at = instantOrDateIn(given, timeZone);
  if (startOfDay(dayIn(at, timeZone), timeZone) === at) return [];
  const message = `Expected a day such as 2026-03-02, or the instant at which one begins (${timeZone}).`;
  return [fault(pointer, 'notADay', message)];
}
