import { changesBetween } from '../configuration/change.js';
import { type Fault, step } from '../platform/fault.js';
import { caseless } from '../platform/text.js';
import { keptRep, REFS_MAX, type RepBody } from './rep.dto.js';
import type { RepEntity } from './rep.entity.js';
import type { RepInBatch } from './rep-batch.dto.js';

/** What there is, as far as a batch of reps asks about it. */
export interface KnownPeople {
  readonly reps: ReadonlyMap<string, RepEntity>;
  readonly calendars: ReadonlyMap<string, unknown>;
}

export interface PlacedRep {
  readonly rep: RepInBatch;
  readonly index: number;
}

/** What becomes of one rep of a batch. */
export type RepDecision =
  | { readonly status: 'created'; readonly id: string; readonly body: RepBody }
  | { readonly status: 'replaced'; readonly id: string; readonly before: RepEntity; readonly body: RepBody }
  | { readonly status: 'unchanged'; readonly id: string; readonly before: RepEntity }
  | { readonly status: 'invalid'; readonly faults: readonly Fault[] };

/**
 * Decides what becomes of each rep of a batch, in their order: each sees those before it as if they were saved. Who is
 * found by ref or address is replaced, and stays as they are where nothing differs; anybody else is new.
 * @param items reps whose shape is right, with their places in the batch
 * @param makeId for those that are new
 */
export function decideReps(items: readonly PlacedRep[], known: KnownPeople, makeId: () => string): RepDecision[] {
  const people = new People(known);
  return items.map(({ rep, index }) => people.decide(rep, index, makeId));
}

/** Reps as they are known while a batch is gone through. */
class People {
  private readonly byEmail = new Map<string, string>();
  private readonly byRef = new Map<string, string>();
  private readonly managers = new Map<string, string | null>();
  /** Which entry of the batch a rep has been met in. */
  private readonly met = new Map<string, number>();

  constructor(private readonly known: KnownPeople) {
    for (const rep of known.reps.values()) {
      this.byEmail.set(caseless(rep.email), rep.id);
      for (const [system, ref] of Object.entries(rep.refs)) this.byRef.set(refKey(system, ref), rep.id);
      this.managers.set(rep.id, rep.managerId);
    }
  }

  decide({ ref, ...given }: RepInBatch, index: number, makeId: () => string): RepDecision {
    const found =
      ref === undefined ? this.byEmail.get(caseless(given.email)) : this.byRef.get(refKey(ref.system, ref.id));
    const before = found === undefined ? undefined : this.known.reps.get(found);
    const first = found === undefined ? undefined : this.met.get(found);
    if (first !== undefined)
      return {
        status: 'invalid',
        faults: [{ pointer: '', code: 'duplicate', message: `Names the rep of entry ${first}.` }],
      };
    const id = found ?? makeId();
    const refs = { ...(given.refs ?? before?.refs ?? {}), ...(ref && { [ref.system]: ref.id }) };
    const body = keptRep({ ...given, refs });
    const faults = [...contradictions(given.refs, ref), ...faultsOfCount(refs), ...this.faultsOf(body, id)];
    if (faults.length > 0) return { status: 'invalid', faults };
    this.meet(id, body, index);
    if (before === undefined) return { status: 'created', id, body };
    if (changesBetween(bodyOf(before), bodyOf(body)).length === 0) return { status: 'unchanged', id, before };
    return { status: 'replaced', id, before, body };
  }

  private faultsOf({ email, refs, calendarId, managerId }: RepBody, id: string): Fault[] {
    const faults: Fault[] = [];
    const holder = this.byEmail.get(caseless(email));
    if (holder !== undefined && holder !== id)
      faults.push({ pointer: '/email', code: 'taken', message: `Another rep (${holder}) has this email.` });
    for (const [system, ref] of Object.entries(refs)) {
      const other = this.byRef.get(refKey(system, ref));
      if (other === undefined || other === id) continue;
      const message = `Another rep (${other}) has this id in ${system}.`;
      faults.push({ pointer: `/refs${step(system)}`, code: 'taken', message });
    }
    if (calendarId !== undefined && !this.known.calendars.has(calendarId))
      faults.push({ pointer: '/calendarId', code: 'unknownId', message: `There is no calendar ${calendarId}.` });
    if (managerId !== undefined) faults.push(...this.faultsOfManager(managerId, id));
    return faults;
  }

  private faultsOfManager(managerId: string, id: string): Fault[] {
    const pointer = '/managerId';
    if (!this.managers.has(managerId))
      return [{ pointer, code: 'unknownId', message: `There is no rep ${managerId}.` }];
    const line = new Set<string>();
    for (let above: string | null = managerId; above !== null && !line.has(above); ) {
      line.add(above);
      above = this.managers.get(above) ?? null;
    }
    if (!line.has(id)) return [];
    return [{ pointer, code: 'cycle', message: 'Nobody is above themselves: this rep is, or is above, that manager.' }];
  }

  private meet(id: string, { email, refs, managerId }: RepBody, index: number): void {
    this.met.set(id, index);
    const before = this.known.reps.get(id);
    if (before !== undefined) {
      this.byEmail.delete(caseless(before.email));
      for (const [system, ref] of Object.entries(before.refs)) this.byRef.delete(refKey(system, ref));
    }
    this.byEmail.set(caseless(email), id);
    for (const [system, ref] of Object.entries(refs)) this.byRef.set(refKey(system, ref), id);
    this.managers.set(id, managerId ?? null);
  }
}

function refKey(system: string, ref: string): string {
  return `${system}\0${ref}`;
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
