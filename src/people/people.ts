import { type Fault, fault, step } from '../platform/input/fault.js';
import { caseless } from '../platform/values/text.js';
import type { RepBody } from './rep.dto.js';

/** A rep's unique fields, and their manager. */
export interface KnownRep {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly refs: Readonly<Record<string, string>>;
  readonly managerId: string | null;
}

interface KnownPeople {
  readonly reps: Iterable<KnownRep>;
  readonly calendars: { has(id: string): boolean };
  /** Each address in the form that the unique index compares, for existing reps and those to check. */
  readonly indexed: ReadonlyMap<string, string>;
}

/** All reps, by id, address and ref, with the rules that involve other reps. */
export class People {
  private readonly reps = new Map<string, KnownRep>();
  private readonly byEmail = new Map<string, string>();
  /** The unique index treats `İ` as `i`, which `caseless` does not. */
  private readonly byIndexed = new Map<string, string>();
  private readonly byRef = new Map<string, string>();

  constructor(private readonly known: KnownPeople) {
    for (const rep of known.reps) this.add(rep);
  }

  withEmail(email: string): string | undefined {
    return this.byEmail.get(caseless(email));
  }

  withRef(system: string, ref: string): string | undefined {
    return this.byRef.get(refKey(system, ref));
  }

  /** Returns the one rep with an address, an id, a name or a ref; undefined if there is none, or several. */
  named(text: string): string | undefined {
    const key = caseless(text);
    const known = this.withEmail(text) ?? (this.reps.has(key) ? key : undefined);
    if (known !== undefined) return known;
    const found = [...this.reps.values()].filter(({ name, refs }) =>
      [name, ...Object.values(refs)].some((each) => caseless(each) === key),
    );
    return found.length === 1 ? found[0]!.id : undefined;
  }

  /** Returns all faults of a rep beyond the schema. @param id null for a new rep */
  faultsOf({ name, email, refs, calendarId, managerId, skills, capacity }: RepBody, id: string | null): Fault[] {
    const faults = [...sameName('/skills', skills), ...sameName('/capacity/perSource', capacity.perSource ?? {})];
    const isAnother = (holder: string | undefined): holder is string => holder !== undefined && holder !== id;
    const holder = [this.withEmail(email), this.byIndexed.get(this.indexed(email))].find(isAnother);
    if (holder !== undefined) faults.push(fault('/email', 'taken', `Another rep (${holder}) has this email.`));
    for (const [system, ref] of Object.entries(refs)) {
      const other = this.withRef(system, ref);
      if (!isAnother(other)) continue;
      const message = `Another rep (${other}) has this id in ${system}.`;
      faults.push(fault(`/refs${step(system)}`, 'taken', message));
    }
    if (calendarId !== undefined && !this.known.calendars.has(calendarId))
      faults.push(fault('/calendarId', 'unknownId', `There is no calendar ${calendarId}.`));
    return managerId === undefined ? faults : [...faults, ...this.faultsOfManager(managerId, { id, name })];
  }

  put(id: string, { name, email, refs, managerId }: RepBody): void {
    const before = this.reps.get(id);
    if (before !== undefined) this.remove(before);
    this.add({ id, name, email, refs, managerId: managerId ?? null });
  }

  private faultsOfManager(managerId: string, { id, name }: { id: string | null; name: string }): Fault[] {
    const pointer = '/managerId';
    if (!this.reps.has(managerId)) return [fault(pointer, 'unknownId', `There is no rep ${managerId}.`)];
    const line = new Set<string>();
    // Also stops at a cycle that exists already.
    let above: string | null = managerId;
    while (above !== null && above !== id && !line.has(above)) {
      line.add(above);
      above = this.reps.get(above)?.managerId ?? null;
    }
    if (id === null || above !== id) return [];
    const ring = [name, ...[...line].map((each) => this.reps.get(each)!.name), name].join(' → ');
    return [
      fault(
        pointer,
        'cycle',
        managerId === id
          ? `Expected another rep: ${name} cannot manage themselves.`
          : `Expected managers who are not below the reps they manage, but these would be a ring: ${ring}.`,
      ),
    ];
  }

  private add(rep: KnownRep): void {
    this.reps.set(rep.id, rep);
    this.byEmail.set(caseless(rep.email), rep.id);
    this.byIndexed.set(this.indexed(rep.email), rep.id);
    for (const [system, ref] of Object.entries(rep.refs)) this.byRef.set(refKey(system, ref), rep.id);
  }

  private remove({ email, refs }: KnownRep): void {
    this.byEmail.delete(caseless(email));
    this.byIndexed.delete(this.indexed(email));
    for (const [system, ref] of Object.entries(refs)) this.byRef.delete(refKey(system, ref));
  }

  private indexed(email: string): string {
    return this.known.indexed.get(email)!;
  }
}

/** Reports names that differ only in case, and so mean the same. */
function sameName(pointer: string, named: Readonly<Record<string, unknown>>): Fault[] {
  const first = new Map<string, string>();
  return Object.keys(named).flatMap((name) => {
    const earlier = first.get(caseless(name));
    if (earlier === undefined) first.set(caseless(name), name);
    if (earlier === undefined) return [];
    const message = `This is "${earlier}" once more, compared without case: keep one of them.`;
    return [fault(`${pointer}${step(name)}`, 'duplicate', message)];
  });
}

function refKey(system: string, ref: string): string {
  return `${system}\0${ref}`;
}

/**
 * Returns the direct and indirect reports of each manager.
 * @param managerOf the manager of a rep; null for none
 */
export function teamsOfManagers(
  repIds: Iterable<string>,
  managerOf: (repId: string) => string | null,
): Map<string, string[]> {
  const teams = new Map<string, string[]>();
  for (const repId of repIds) {
    const line = new Set([repId]);
    for (let above = managerOf(repId); above !== null && !line.has(above); above = managerOf(above)) {
      line.add(above);
      const team = teams.get(above);
      if (team === undefined) teams.set(above, [repId]);
      else team.push(repId);
    }
  }
  return teams;
}

export type Skills = Readonly<Record<string, readonly string[]>>;

export interface SourceCapacity {
  readonly perDay?: number | undefined;
  readonly perWeek?: number | undefined;
}

/** The most leads that a rep may have of each sort; absent means no limit. */
export interface Capacity {
  readonly open?: number | undefined;
  readonly untouched?: number | undefined;
  readonly perDay?: number | undefined;
  readonly perWeek?: number | undefined;
  /** By source, compared without case. */
  readonly perSource?: Readonly<Record<string, SourceCapacity>> | undefined;
}
