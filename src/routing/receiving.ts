import { type Instant, toIso } from '../platform/instant.js';
import { EXCLUDED_BY, type Exclusion, offHoursAt } from './eligibility.js';
import { freeFrom } from './next-chance.js';
import type { OpenHours, Roster, RosterRep } from './roster.js';
import { KEPT_BY } from './why-nobody.js';
import type { WorkingPool } from './working-pool.js';
import { WorkingRoster } from './working-roster.js';

export const NOT_RECEIVING = [...EXCLUDED_BY.filter((word) => word !== 'earlierOwner'), 'noPool', 'noRule'] as const;
export type NotReceiving = (typeof NOT_RECEIVING)[number];

/** Whether somebody is dealt new leads, as far as that is not a matter of a single lead. */
export interface Receiving {
  readonly now: boolean;
  /** What stands in the way, the most lasting first; absent while they get leads. */
  readonly why?: NotReceiving;
  /** When the passing of time alone changes it; absent where it does not, or needs something else besides. */
  readonly until?: Instant;
  readonly sentence: string;
}

/** Where leads can come to people from. */
export interface Sources {
  /** The pools that a rule or the fallback leads to. */
  readonly poolIds: ReadonlySet<string>;
  /** Whom rules name. */
  readonly namedRepIds: ReadonlySet<string>;
  poolName(id: string): string;
}

/**
 * What the decision would make of each of these reps, by its own rules.
 * @param repIds whom it is asked of; somebody the roster does not know is inactive
 * @param roster with the pools that they are in, and all members of these
 */
export function receivingOf(repIds: readonly string[], roster: Roster, sources: Sources): Receiving[] {
  const working = new WorkingRoster(roster);
  const pools = [...roster.pools.keys()].map((poolId) => working.chain(poolId)[0]!);
  return repIds.map((repId) => {
    const rep = roster.reps.get(repId);
    const exclusion = working.rep(repId)?.exclusion;
    if (rep === undefined || exclusion === undefined) return kept({ excludedBy: 'inactive' }, null);
    const theirs = pools.filter((pool) => pool.positionOf(repId) !== undefined);
    const served = theirs.filter(({ pool }) => sources.poolIds.has(pool.id));
    const isNamed = sources.namedRepIds.has(repId);
    if (exclusion !== null) return kept(exclusion, backAt(rep, hoursIn(served, repId), isNamed, roster.at));
    if (isNamed) return receives();
    if (theirs.length === 0)
      return { now: false, why: 'noPool', sentence: `${NO_LEADS}: is in no pool, and no rule names them.` };
    if (served.length === 0)
      return { now: false, why: 'noRule', sentence: `${NO_LEADS}: no rule leads to ${namesOf(theirs, sources)}.` };
    return amongPools(served, rep, roster.at, sources);
  });
}

const NO_LEADS = 'Gets no new leads';

/** Nothing but working hours can stand in their way. */
function amongPools(served: readonly WorkingPool[], rep: RosterRep, at: Instant, sources: Sources): Receiving {
  const hours = hoursIn(served, rep.id);
  const open = hours.filter((each) => each.isOpenAt(at));
  if (open.length > 0) return receives(latest(open.map((each) => each.closes(at))));
  const sharing = served.filter(({ pool, atWork }) => pool.offHours === 'share' && atWork.length === 0);
  if (sharing.length > 0) {
    const where = namesOf(sharing, sources);
    return { now: true, sentence: `Gets new leads though off hours: nobody is at work in ${where}, who share that.` };
  }
  const back = backAt(rep, hours, false, at);
  const first = hours.find((each) => each.nextOpening(at) === back)!;
  return kept(offHoursAt(first, at)!, back);
}

function receives(until: Instant | null = null): Receiving {
  if (until === null) return { now: true, sentence: 'Gets new leads.' };
  return { now: true, until, sentence: `Gets new leads, until ${toIso(until)}.` };
}

function kept({ excludedBy, detail }: Exclusion, until: Instant | null): Receiving {
  const why = excludedBy as NotReceiving;
  const because = `${NO_LEADS}: ${KEPT_BY[excludedBy][0]}${detail === undefined ? '' : `, ${detail}`}.`;
  if (until === null) return { now: false, why, sentence: because };
  const isSaid = detail?.endsWith(toIso(until)) === true;
  return { now: false, why, until, sentence: isSaid ? because : `${because} Again from ${toIso(until)}.` };
}

/** When they are free, and at work where leads come from. @returns null when no passing of time brings that about */
function backAt(rep: RosterRep, hours: readonly OpenHours[], isNamed: boolean, at: Instant): Instant | null {
  const free = freeFrom(rep, at);
  if (free === null || isNamed) return free;
  const openings = hours.map((each) => (each.isOpenAt(free) ? free : each.nextOpening(free)));
  const ahead = openings.filter((opening) => opening !== null);
  return ahead.length === 0 ? null : Math.min(...ahead);
}

function hoursIn(pools: readonly WorkingPool[], repId: string): OpenHours[] {
  return pools.map((each) => each.pool.members[each.positionOf(repId)!]!.hours);
}

/** @returns null where one of them has no end */
function latest(ends: readonly (Instant | null)[]): Instant | null {
  return ends.includes(null) ? null : Math.max(...(ends as Instant[]));
}

function namesOf(pools: readonly WorkingPool[], { poolName }: Sources): string {
  return new Intl.ListFormat('en').format(pools.map(({ pool }) => poolName(pool.id)));
}
