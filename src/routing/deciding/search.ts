import { coversOf } from '../pools/covers.js';
import type { FirstCandidate, Guard } from '../rules/of-account.js';
import { poolOf, queueOf, repOf, type Target } from '../rules/rules.js';
import type { Candidates } from './candidates.js';
import { type Exclusion, moreLasting, offHoursAt, passedOver } from './eligibility.js';
import type { TraceDifference } from './trace.js';
import type { PoolDeal } from './working-pool.js';
import type { WorkingNeeds, WorkingRep, WorkingRoster } from './working-roster.js';

/** The constraints of a search; see `RoutingRequest`. */
export interface SearchRequest {
  readonly target: Target | null;
  /** The reps who are considered before all others: those related to its account or company. */
  readonly first: readonly FirstCandidate[];
  /** The only reps it may go to, because its account is protected; null for all. */
  readonly guard: Guard | null;
  /** Whether the rules are in shadow: no pool is tried. */
  readonly isShadow: boolean;
  readonly needs: WorkingNeeds | null;
  /** Reps who never get it. */
  readonly excluded: readonly string[];
  /** Those of `excluded` who have declined it. */
  readonly declined: readonly string[];
  /** Reps who get it only if there is nobody else. */
  readonly avoided: readonly string[];
  /** Once everybody has had it, one of them may get it again if the pool allows it: the longest ago first. */
  readonly again: readonly string[];
  /** Whether a promise was missed, so that anybody at work in any of the pools comes before all who are not. */
  readonly isMissed: boolean;
  readonly preferredRepId?: string | undefined;
}

/** The owner that was found, and why; `waits` instead of `nobody` if only working hours exclude everybody. */
export type FoundOwner =
  | {
      readonly kind: 'named';
      readonly rep: WorkingRep;
      readonly as: FirstCandidate['as'] | 'rule' | 'lastOwner';
      /** The rep whom they cover. */
      readonly covers?: string;
    }
  | {
      readonly kind: 'preferred';
      readonly rep: WorkingRep;
      readonly pool: Candidates | null;
      readonly offHours: boolean;
    }
  | { readonly kind: 'turn'; readonly pool: Candidates; readonly deal: PoolDeal }
  | { readonly kind: 'waits' }
  | { readonly kind: 'nobody' };

/** What the search looked at, for the trace. */
export interface Search {
  visits: (readonly number[])[];
  readonly asked: NonNullable<TraceDifference['asked']>[number][];
  /** Whether nobody else was eligible, so that earlier owners were included. */
  returned: boolean;
  /** Whether everybody has had it, so that one of them gets it again. */
  again: boolean;
}

/** Finds who gets a lead: the preferred rep, else the rep of the rule, else the pools in turn. Changes nothing. */
export function search(wanted: SearchRequest, roster: WorkingRoster): { found: FoundOwner; search: Search } {
  const trail: Search = { visits: [], asked: [], returned: false, again: false };
  // A rule that sends leads to a queue considers nobody but the reps in `first`.
  const isForQueue = queueOf(wanted.target) !== null;
  const chain = isForQueue || wanted.isShadow ? [] : roster.chain(poolOf(wanted.target), wanted.needs);
  const preferred = isForQueue ? null : candidateOf(wanted, chain, roster);
  if (preferred !== null) {
    const { exclusion, ...who } = preferred;
    ask(who.rep.rep.id, exclusion, trail);
    if (exclusion === null) return { found: { kind: 'preferred', ...who, offHours: false }, search: trail };
    const cover = standInFor(who.rep.rep.id, { wanted, barred: barredOf(wanted) }, roster, trail);
    if (cover !== null) return { found: { ...cover, as: 'lastOwner' }, search: trail };
  }
  const atHome = preferred?.exclusion?.excludedBy === 'offHours' ? preferred : null;
  const { excluded, avoided } = wanted;
  const barred = barredOf(wanted);
  const found = seek({ wanted, barred, atHome }, chain, roster, trail);
  if (found.kind !== 'nobody') return { found, search: trail };
  if (avoided.length === 0) return onceMore(wanted, chain, roster) ?? { found, search: trail };
  trail.visits = [];
  trail.returned = true;
  const anybody = { wanted: { ...wanted, avoided: [] }, barred: excluded, atHome };
  const returned = seek(anybody, chain, roster, trail);
  if (returned.kind !== 'nobody') return { found: returned, search: trail };
  return onceMore(wanted, chain, roster) ?? { found: returned, search: trail };
}

/**
 * Searches once more if everybody in the chain has had the lead, and the pool that it entered by deals it again: to the
 * one who had it longest ago of those at work, else of those whom only working hours exclude. @returns null otherwise
 */
function onceMore(
  wanted: SearchRequest,
  chain: readonly Candidates[],
  roster: WorkingRoster,
): { found: FoundOwner; search: Search } | null {
  const { again, excluded, avoided } = wanted;
  if (again.length === 0 || wanted.guard !== null || chain[0]?.pool.afterRound !== 'again') return null;
  const had = new Set([...excluded, ...avoided]);
  if (chain.some((pool) => pool.hasOthersThan(had))) return null;
  let asleep: { found: FoundOwner; search: Search } | null = null;
  for (const repId of again) {
    const barred = [...had].filter((each) => each !== repId);
    const trail: Search = { visits: [], asked: [], returned: false, again: true };
    const attempt = { wanted: { ...wanted, excluded: barred, avoided: [] }, barred, atHome: null };
    const found = seek(attempt, chain, roster, trail);
    if (found.kind === 'named' || (found.kind === 'turn' && !found.deal.offHours)) return { found, search: trail };
    if (found.kind !== 'nobody') asleep ??= { found, search: trail };
  }
  return asleep;
}

/** A rep, in the pool that the lead enters by if they belong to it, and what excludes them there. */
interface Candidate {
  readonly rep: WorkingRep;
  readonly pool: Candidates | null;
  readonly exclusion: Exclusion | null;
}

interface Attempt {
  readonly wanted: SearchRequest;
  readonly barred: readonly string[];
  /** The preferred rep, if nothing but working hours excludes them: off hours, they still come before a stranger. */
  readonly atHome: Candidate | null;
}

function seek(attempt: Attempt, chain: readonly Candidates[], roster: WorkingRoster, trail: Search): FoundOwner {
  const { wanted, barred, atHome } = attempt;
  const { target, excluded, avoided, isMissed } = wanted;
  const ruleRepId = repOf(target);
  const byName: readonly (Omit<FirstCandidate, 'as'> & { readonly as: FirstCandidate['as'] | 'rule' })[] =
    ruleRepId === null ? wanted.first : [...wanted.first, { repId: ruleRepId, as: 'rule' }];
  for (const { repId, as, needs } of byName) {
    const asked = { wanted: needs === undefined ? wanted : { ...wanted, needs }, barred };
    const named = as === 'cover' ? null : seekNamed(repId, asked, roster, trail);
    const mayCover = as === 'cover' || passedOver(repId, wanted, barred) === null;
    const cover = named === null && mayCover ? standInFor(repId, asked, roster, trail) : null;
    if (cover !== null) return { ...cover, as };
    if (named === null) continue;
    const isAtHome = offHoursAt(named.rep.hours, roster.at) !== null;
    if (isAtHome && atHome !== null) return returnTo(atHome, false, trail);
    return { kind: 'named', rep: named, as };
  }
  const asleep: Asleep[] = [];
  let earlierOwnerAtWork = false;
  for (const pool of chain) {
    const earlier = wanted.guard !== null ? pool.everybody : barred.length === 0 ? [] : pool.earlier(barred);
    trail.visits.push(pool.visit(earlier));
    const atWork = without(pool.atWork, earlier);
    if (atWork.length > 0) return { kind: 'turn', pool, deal: { among: atWork, earlier, offHours: false } };
    // An earlier owner who is at work comes before everybody who is off hours, so working hours are not the only
    // reason.
    earlierOwnerAtWork ||= avoided.length > 0 && without(pool.atWork, pool.earlier(excluded)).length > 0;
    const offHours = without(pool.offHours, earlier);
    if (earlierOwnerAtWork || offHours.length === 0) continue;
    if (isMissed) {
      asleep.push({ pool, deal: { among: offHours, earlier, offHours: true } });
      continue;
    }
    if (pool.pool.offHours === 'wait') return { kind: 'waits' };
    if (atHome !== null) return returnTo(atHome, true, trail);
    return { kind: 'turn', pool, deal: { among: offHours, earlier, offHours: true } };
  }
  return asleep.length === 0 ? { kind: 'nobody' } : amongSleepers(asleep, trail);
}

/** A pool with members that only working hours exclude. */
interface Asleep {
  readonly pool: Candidates;
  readonly deal: PoolDeal;
}

/**
 * Nobody is at work in any pool: the first pool that deals off hours deals; without one the lead waits with its owner.
 */
function amongSleepers(asleep: readonly Asleep[], trail: Search): FoundOwner {
  const sharing = asleep.find(({ pool }) => pool.pool.offHours === 'share');
  if (sharing === undefined) return { kind: 'waits' };
  // The pool that deals is the last one in the trace.
  const isOf = (visit: readonly number[]) => visit[0] === sharing.pool.position;
  trail.visits = [...trail.visits.filter((visit) => !isOf(visit)), ...trail.visits.filter(isOf)];
  return { kind: 'turn', ...sharing };
}

/** @param offHours whether nobody is at work and the pool deals off hours */
function returnTo({ rep, pool }: Candidate, offHours: boolean, trail: Search): FoundOwner {
  ask(rep.rep.id, null, trail);
  return { kind: 'preferred', rep, pool, offHours };
}

/** Working hours alone do not exclude a rep whom the rule names. */
function seekNamed(
  repId: string,
  { wanted, barred }: Pick<Attempt, 'wanted' | 'barred'>,
  roster: WorkingRoster,
  trail: Search,
): WorkingRep | null {
  const rep = roster.rep(repId);
  const exclusion: Exclusion | null =
    rep === undefined ? { excludedBy: 'inactive' } : (exclusionOfRep(rep, wanted) ?? passedOver(repId, wanted, barred));
  ask(repId, exclusion, trail);
  return rep === undefined || exclusion !== null ? null : rep;
}

/** Returns the first available cover of an absent rep who would get the lead. */
function standInFor(
  repId: string,
  { wanted, barred }: Pick<Attempt, 'wanted' | 'barred'>,
  roster: WorkingRoster,
  trail: Search,
): { kind: 'named'; rep: WorkingRep; covers: string } | null {
  for (const coverId of coversOf(repId, (id) => roster.rep(id)?.rep)) {
    const rep = roster.rep(coverId);
    // For a protected account, they cover a rep whom it is reserved for.
    const exclusion: Exclusion | null =
      rep === undefined
        ? { excludedBy: 'inactive' }
        : (exclusionOfRep(rep, wanted) ?? passedOver(coverId, { ...wanted, guard: null }, barred));
    ask(coverId, exclusion, trail);
    if (rep !== undefined && exclusion === null) return { kind: 'named', rep, covers: repId };
  }
  return null;
}

/** Returns all reps who are passed over as long as there is somebody else. */
export function barredOf({ excluded, avoided }: SearchRequest): readonly string[] {
  return excluded.length === 0 ? avoided : [...excluded, ...avoided];
}

/** Uses the hours of the pool that the lead enters by, if the rep belongs to it. */
function candidateOf(wanted: SearchRequest, chain: readonly Candidates[], roster: WorkingRoster): Candidate | null {
  const { preferredRepId } = wanted;
  const rep = preferredRepId === undefined ? undefined : roster.rep(preferredRepId);
  if (rep === undefined) return null;
  const pool = chain[0];
  const position = pool?.positionOf(rep.rep.id);
  const guarded = passedOver(rep.rep.id, wanted, []);
  return pool === undefined || position === undefined
    ? { rep, pool: null, exclusion: exclusionOfRep(rep, wanted) ?? guarded ?? offHoursAt(rep.rep.hours, roster.at) }
    : { rep, pool, exclusion: guarded ?? pool.exclusions[position] ?? null };
}

/** What excludes a rep apart from working hours. */
function exclusionOfRep(rep: WorkingRep, { needs }: SearchRequest): Exclusion | null {
  return moreLasting(rep.exclusion, needs && rep.exclusionFrom(needs));
}

function ask(repId: string, exclusion: Exclusion | null, trail: Search): void {
  const earlier = trail.asked.findIndex((each) => each.repId === repId);
  if (earlier >= 0) trail.asked.splice(earlier, 1);
  trail.asked.push({ repId, ...exclusion });
}

/** Returns the same array if there is nothing to leave out, so that the usual case copies nothing. */
function without(positions: readonly number[], earlier: readonly number[]): readonly number[] {
  return earlier.length === 0 ? positions : positions.filter((position) => !earlier.includes(position));
}
