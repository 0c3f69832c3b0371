import { changesBetween } from '../documents/change.js';
import { type AsRead, faultsOfId } from '../documents/replacement.js';
import { type Fault, step } from '../platform/fault.js';
import type { OpenLeads } from './absence.table.js';
import { faultsOfStaying, isUnsaid, type OpenLoad, unsaidOf } from './departure.js';
import type { People } from './people.js';
import { normalisedRep, REFS_MAX, type RepBody } from './rep.dto.js';
import type { RepEntity } from './rep.table.js';
import type { RepInBatch } from './rep-batch.dto.js';

/** One entry: what can be set, and what tells that it was read before. */
export interface PlacedRep {
  readonly rep: RepInBatch;
  readonly asRead: AsRead;
  readonly index: number;
}

/** What there is, as far as a batch of reps asks about it. */
export interface Present {
  readonly reps: ReadonlyMap<string, RepEntity>;
  /** The zone that holds for each, by their ids. */
  zoneOf(id: string): string;
  /** Of those who have open leads. */
  readonly loads: ReadonlyMap<string, OpenLoad>;
}

/** Who was there, and what is said of their leads. */
interface Found {
  readonly before: RepEntity;
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

  function faultsOfLeads(before: RepEntity, { active }: RepBody, openLeads: OpenLeads | undefined): Fault[] {
    const load = present.loads.get(before.id);
    if (load === undefined || !isUnsaid({ wasActive: before.active, isActive: active, openLeads }, load)) return [];
    return [{ pointer: '/openLeads', code: 'required', message: unsaidOf(load) }];
  }
}

function faultsOfVersion(read: number | undefined, before: RepEntity | undefined): Fault[] {
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
function bodyOf(rep: RepBody | RepEntity): Record<string, unknown> {
  const { name, email, refs, timeZone, calendarId, managerId, active, capacity } = rep;
  const set = { name, email, refs, timeZone, calendarId, managerId, active, capacity };
  return Object.fromEntries(Object.entries(set).map(([field, value]) => [field, value ?? null]));
}
