import { changesBetween } from '../documents/change.js';
import { type AsRead, faultsOfId } from '../documents/replacement.js';
import type { Warning } from '../documents/version.schema.js';
import { collectFaults, type Fault, fault, step } from '../platform/input/fault.js';
import type { OpenLeads } from './absence.table.js';
import { faultsOfStaying, isUndecided, type OpenLoad, undecidedText } from './departure.js';
import type { People } from './people.js';
import { normalisedRep, REFS_MAX, type RepBody, type RepInBatch } from './rep.dto.js';
import type { RepRow } from './rep.table.js';

/** An entry of a batch: the writable fields, and those that identify the version that was read. */
export interface PlacedRep {
  readonly rep: RepInBatch;
  readonly asRead: AsRead;
  readonly index: number;
}

interface Present {
  readonly reps: ReadonlyMap<string, RepRow>;
  /** Returns the effective zone of a rep. */
  zoneOf(id: string): string;
  /** The loads of reps with open leads. */
  readonly loads: ReadonlyMap<string, OpenLoad>;
}

interface Found {
  readonly before: RepRow;
  readonly openLeads: OpenLeads | undefined;
}

export type RepDecision =
  | { readonly status: 'created'; readonly id: string; readonly body: RepBody }
  | ({ readonly status: 'replaced'; readonly id: string; readonly body: RepBody } & Found)
  | ({ readonly status: 'unchanged'; readonly id: string } & Found)
  | { readonly status: 'invalid'; readonly faults: readonly Fault[] };

/**
 * Decides on each rep of a batch in order, as if those before it were already saved. A rep found by ref or address is
 * replaced, or unchanged if nothing differs; any other is new.
 * @param items reps with a valid shape, with their places in the batch
 * @param people the existing reps; updated by the batch
 * @param makeId creates the ids of new reps
 */
export function decideReps(
  items: readonly PlacedRep[],
  people: People,
  present: Present,
  makeId: () => string,
): RepDecision[] {
  /** The entry in which each rep was first found. */
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
      return { status: 'invalid', faults: [fault('', 'duplicate', message)] };
    }
    const before = found === undefined ? undefined : present.reps.get(found);
    const refs = { ...(given.refs ?? before?.refs ?? {}), ...(ref && { [ref.system]: ref.id }) };
    const { timeZone, ...rest } = normalisedRep({ ...given, refs });
    // An effective zone that is sent back as it was read remains unset.
    const isUnset = asRead.version !== undefined && before?.timeZone === null && timeZone === present.zoneOf(before.id);
    const body: RepBody = { ...rest, ...(timeZone !== undefined && !isUnset && { timeZone }) };
    const faults = collectFaults(
      faultsOfId(asRead.id, found ?? null),
      faultsOfVersion(asRead.version, before),
      contradictions(given.refs, ref),
      faultsOfCount(refs),
      people.faultsOf(body, found ?? null),
      faultsOfStaying(body.active, openLeads),
      before !== undefined && faultsOfLeads(before, body, openLeads),
    );
    if (faults.length > 0) return { status: 'invalid', faults };
    if (before === undefined) return { status: 'created', id: makeId(), body };
    if (changesBetween(bodyOf(before), bodyOf(body)).length === 0)
      return { status: 'unchanged', id: before.id, before, openLeads };
    return { status: 'replaced', id: before.id, before, body, openLeads };
  }

  function faultsOfLeads(before: RepRow, { active }: RepBody, openLeads: OpenLeads | undefined): Fault[] {
    const load = present.loads.get(before.id);
    if (load === undefined || !isUndecided({ wasActive: before.active, isActive: active, openLeads }, load)) return [];
    return [fault('/openLeads', 'required', undecidedText(load))];
  }
}

function faultsOfVersion(read: number | undefined, before: RepRow | undefined): Fault[] {
  const version = before?.version ?? 0;
  if (read === undefined || read === version) return [];
  return [fault('/version', 'stale', `The present version is ${version}: read it again.`)];
}

/** Checks the number of refs, including the one that the rep was found by and existing ones. */
function faultsOfCount(refs: RepBody['refs']): Fault[] {
  if (Object.keys(refs).length <= REFS_MAX) return [];
  return [fault('/refs', 'tooMany', `Expected at most ${REFS_MAX} entries.`)];
}

function contradictions(refs: RepInBatch['refs'], ref: RepInBatch['ref']): Fault[] {
  if (refs === undefined || ref === undefined || !Object.hasOwn(refs, ref.system) || refs[ref.system] === ref.id)
    return [];
  const message = `"ref" says ${ref.id}, "refs" ${refs[ref.system]}.`;
  return [fault(`/refs${step(ref.system)}`, 'contradiction', message)];
}

/** Returns the writable fields of a rep, with null for unset ones. */
function bodyOf(rep: RepBody | RepRow): Record<string, unknown> {
  const { name, email, refs, timeZone, calendarId, managerId, active, skills, capacity } = rep;
  const set = { name, email, refs, timeZone, calendarId, managerId, active, skills, capacity };
  return Object.fromEntries(Object.entries(set).map(([field, value]) => [field, value ?? null]));
}

interface TeamOfReps {
  readonly id: string;
  readonly name: string;
  readonly repIds: readonly string[];
}

/**
 * Returns the teams of each rep in their order; the manager and calendar of the first one apply.
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

/** @param teams oldest first @param reps all reps */
export function warningsOfTeam(
  id: string,
  teams: readonly (TeamOfReps & { readonly managerId: string | null })[],
  reps: ReadonlyMap<string, { readonly name: string; readonly active: boolean }>,
): Warning[] {
  const manager = reps.get(teams.find((team) => team.id === id)?.managerId ?? '');
  const message = `${manager?.name} is inactive: notifications for the manager of this team go to the manager above them, else to the owner of the queue.`;
  return [
    ...(manager?.active === false ? [{ pointer: '/managerId', message }] : []),
    ...inSeveralTeams(id, teams, (repId) => reps.get(repId)!.name),
  ];
}

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
