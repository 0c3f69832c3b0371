import { changesBetween } from '../documents/change.js';
import { type AsRead, faultsOfId } from '../documents/replacement.js';
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
  /** Their manager, by address, name, ref or id, in place of `managerId`. It may be somebody above them in the batch. */
  readonly manager?: string;
}

/** The reps that exist before a batch. */
interface ExistingReps {
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
  present: ExistingReps,
  makeId: () => string,
): RepDecision[] {
  /** The entry in which each rep was first found. */
  const entryOf = new Map<string, number>();
  return items.map((item) => {
    const decision = decide(item);
    if (decision.status === 'invalid') return decision;
    entryOf.set(decision.id, item.index);
    if (decision.status !== 'unchanged') people.put(decision.id, decision.body);
    return decision;
  });

  function decide({ rep: { ref, openLeads, ...sent }, asRead, manager }: PlacedRep): RepDecision {
    const managerId = manager === undefined ? sent.managerId : people.named(manager);
    if (manager !== undefined && managerId === undefined) return { status: 'invalid', faults: [noManager(manager)] };
    const given = { ...sent, ...(managerId !== undefined && { managerId }) };
    const found = ref === undefined ? people.withEmail(given.email) : people.withRef(ref.system, ref.id);
    const first = found === undefined ? undefined : entryOf.get(found);
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

function noManager(named: string): Fault {
  const message = `${JSON.stringify(named)} names nobody, or several. Managers come before those whom they manage.`;
  return fault('/managerId', 'unknownId', message);
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

const WRITABLE = [
  ...(['name', 'email', 'refs', 'timeZone', 'calendarId'] as const),
  ...(['managerId', 'active', 'skills', 'capacity'] as const),
];

/** Returns the writable fields of a rep, with null for unset ones. */
function bodyOf(rep: RepBody | RepRow): Record<string, unknown> {
  return Object.fromEntries(WRITABLE.map((field) => [field, rep[field] ?? null]));
}
