import { changesBetween } from '../documents/change.js';
import { type AsRead, faultsOfId } from '../documents/replacement.js';
import { type Fault, step } from '../platform/fault.js';
import type { OpenLeads } from './absence.table.js';
import { faultsOfStaying, isUnsaid, type OpenLoad, unsaidOf } from './departure.js';
import type { People } from './people.js';
import { normalisedRep, REFS_MAX, type RepBody, type RepInBatch } from './rep.dto.js';
import type { RepRow } from './rep.table.js';

/** One entry: what can be set, and what tells that it was read before. */
export interface PlacedRep {
  readonly rep: RepInBatch;
  readonly asRead: AsRead;
  readonly index: number;
}

/** What there is, as far as a batch of reps asks about it. */
interface Present {
  readonly reps: ReadonlyMap<string, RepRow>;
  /** The zone that holds for each, by their ids. */
  zoneOf(id: string): string;
  /** Of those who have open leads. */
  readonly loads: ReadonlyMap<string, OpenLoad>;
}

/** Who was there, and what is said of their leads. */
interface Found {
  readonly before: RepRow;
  readonly openLeads: OpenLeads | undefined;
}

/** What becomes of one rep of a batch. */
export type RepDecision =
  | { readonly status: 'created'; readonly id: string; readonly body: RepBody }
  | ({ readonly status: 'replaced'; readonly id: string; readonly body: RepBody } & Found)
  | ({ readonly status: 'unchanged'; readonly id: string } & Found)
  | { readonly status: 'invalid'; readonly faults: readonly Fault[] };

/**
 * Decides what becomes of each rep of a batch, in their order: each sees those before it as if they were saved. Who is
 * found by ref or address is replaced, and stays as they are where nothing differs; anybody else is new.
 * @param items reps whose shape is right, with their places in the batch
 * @param people as they stand; afterwards as they stand with the batch
 * @param makeId for those that are new
 */
export function decideReps(
  items: readonly PlacedRep[],
  people: People,
  present: Present,
  makeId: () => string,
): RepDecision[] {
  /** Which entry of the batch a rep has been met in. */
  const met = new Map<string, number>();
  return items.map((item) => {
    const decision = decide(item);
    if (decision.status === 'invalid') return decision;
    met.set(decision.id, item.index);
    if (decision.status !== 'unchanged') people.put(decision.id, decision.body);
    return decision;
  });

  function decide({ rep: { ref, openLeads, ...given }, asRead }: PlacedRep): RepDecision {
    const found = ref === undefined ? people.withEmail(given.email) : people.withRef(ref.system, ref.id);
    const first = found === undefined ? undefined : met.get(found);
    if (first !== undefined) {
      const message = `Names the rep of entry ${first}.`;
      return { status: 'invalid', faults: [{ pointer: '', code: 'duplicate', message }] };
    }
    const before = found === undefined ? undefined : present.reps.get(found);
    const refs = { ...(given.refs ?? before?.refs ?? {}), ...(ref && { [ref.system]: ref.id }) };
    const { timeZone, ...rest } = normalisedRep({ ...given, refs });
    // What was read where nothing was set, and is sent back as it was read, is still not set.
    const isUnset = asRead.version !== undefined && before?.timeZone === null && timeZone === present.zoneOf(before.id);
    const body: RepBody = { ...rest, ...(timeZone !== undefined && !isUnset && { timeZone }) };
    const faults = [
      ...faultsOfId(asRead.id, found ?? null),
      ...faultsOfVersion(asRead.version, before),
      ...contradictions(given.refs, ref),
      ...faultsOfCount(refs),
      ...people.faultsOf(body, found ?? null),
      ...faultsOfStaying(body.active, openLeads),
      ...(before === undefined ? [] : faultsOfLeads(before, body, openLeads)),
    ];
    if (faults.length > 0) return { status: 'invalid', faults };
    if (before === undefined) return { status: 'created', id: makeId(), body };
    if (changesBetween(bodyOf(before), bodyOf(body)).length === 0)
      return { status: 'unchanged', id: before.id, before, openLeads };
    return { status: 'replaced', id: before.id, before, body, openLeads };
  }

  function faultsOfLeads(before: RepRow, { active }: RepBody, openLeads: OpenLeads | undefined): Fault[] {
    const load = present.loads.get(before.id);
    if (load === undefined || !isUnsaid({ wasActive: before.active, isActive: active, openLeads }, load)) return [];
    return [{ pointer: '/openLeads', code: 'required', message: unsaidOf(load) }];
  }
}

function faultsOfVersion(read: number | undefined, before: RepRow | undefined): Fault[] {
  const version = before?.version ?? 0;
  if (read === undefined || read === version) return [];
  return [{ pointer: '/version', code: 'stale', message: `The present version is ${version}: read it again.` }];
}

/** With the one by which the rep is found, and those that they have already. */
function faultsOfCount(refs: RepBody['refs']): Fault[] {
  if (Object.keys(refs).length <= REFS_MAX) return [];
  return [{ pointer: '/refs', code: 'tooMany', message: `Expected at most ${REFS_MAX} entries.` }];
}

function contradictions(refs: RepInBatch['refs'], ref: RepInBatch['ref']): Fault[] {
  if (refs === undefined || ref === undefined || !Object.hasOwn(refs, ref.system) || refs[ref.system] === ref.id)
    return [];
  const message = `"ref" says ${ref.id}, "refs" ${refs[ref.system]}.`;
  return [{ pointer: `/refs${step(ref.system)}`, code: 'contradiction', message }];
}

/** What can be set of a rep, with nothing where nothing is set. */
function bodyOf(rep: RepBody | RepRow): Record<string, unknown> {
  const { name, email, refs, timeZone, calendarId, managerId, active, skills, capacity } = rep;
  const set = { name, email, refs, timeZone, calendarId, managerId, active, skills, capacity };
  return Object.fromEntries(Object.entries(set).map(([field, value]) => [field, value ?? null]));
}

/** What of a team decides which one holds for a rep. */
interface TeamOfReps {
  readonly id: string;
  readonly name: string;
  readonly repIds: readonly string[];
}

/**
 * The teams of each rep, in their order: of several the one that was made first holds, with its manager and calendar.
 * @param teams oldest first
 */
export function teamsOfReps<Team extends TeamOfReps>(teams: readonly Team[]): Map<string, Team[]> {
  const teamsOf = new Map<string, Team[]>();
  for (const team of teams) {
    for (const repId of team.repIds) {
      const known = teamsOf.get(repId);
      if (known === undefined) teamsOf.set(repId, [team]);
      else known.push(team);
    }
  }
  return teamsOf;
}

interface Warning {
  readonly pointer: string;
  readonly message: string;
}

/** What works, but hardly as it was meant. @param teams oldest first @param reps all that there are */
export function warningsOfTeam(
  id: string,
  teams: readonly (TeamOfReps & { readonly managerId: string | null })[],
  reps: ReadonlyMap<string, { readonly name: string; readonly active: boolean }>,
): Warning[] {
  const manager = reps.get(teams.find((team) => team.id === id)?.managerId ?? '');
  const message = `${manager?.name} is inactive: what the manager of this team would be told is told to whoever is above them, else to the owner of the queue.`;
  return [
    ...(manager?.active === false ? [{ pointer: '/managerId', message }] : []),
    ...inSeveralTeams(id, teams, (repId) => reps.get(repId)!.name),
  ];
}

/** Of each member who stands in another team as well, which one's manager and calendar hold. */
function inSeveralTeams(id: string, teams: readonly TeamOfReps[], nameOf: (repId: string) => string): Warning[] {
  const teamsOf = teamsOfReps(teams);
  const repIds = teams.find((team) => team.id === id)?.repIds ?? [];
  return repIds.flatMap((repId, index) => {
    const [held, ...rest] = teamsOf.get(repId)!;
    if (held === undefined || rest.length === 0) return [];
    const others = [held, ...rest].filter((team) => team.id !== id);
    const also = new Intl.ListFormat('en').format(others.map(({ name }) => `"${name}"`));
    const which = held.id === id ? 'this team' : `"${held.name}"`;
    const message = `${nameOf(repId)} is also in ${also}. Only the manager and the calendar of ${which} apply to them, because it was created first.`;
    return [{ pointer: `/repIds/${index}`, message }];
  });
}
