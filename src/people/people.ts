import { type Fault, step } from '../platform/fault.js';
import { caseless } from '../platform/text.js';
import type { RepBody } from './rep.dto.js';

/** Of a rep what no other may share, and who manages them. */
export interface KnownRep {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly refs: Readonly<Record<string, string>>;
  readonly managerId: string | null;
}

/** What the rules about reps are held against. */
interface KnownPeople {
  readonly reps: Iterable<KnownRep>;
  readonly calendars: { has(id: string): boolean };
  /** Each address, of a rep or asked about, as the unique index compares it. */
  readonly indexed: ReadonlyMap<string, string>;
}

/** All reps: who is found by what, and what a rep may be beside the others. */
export class People {
  private readonly reps = new Map<string, KnownRep>();
  private readonly byEmail = new Map<string, string>();
  /** The unique index takes `İ` for `i`, which `caseless` does not. */
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

  /** Everything wrong with a rep beyond the schema. @param id null of one who has none yet */
  faultsOf({ name, email, refs, calendarId, managerId, skills, capacity }: RepBody, id: string | null): Fault[] {
    const faults = [...sameName('/skills', skills), ...sameName('/capacity/perSource', capacity.perSource ?? {})];
    const isAnother = (holder: string | undefined): holder is string => holder !== undefined && holder !== id;
    const holder = [this.withEmail(email), this.byIndexed.get(this.indexed(email))].find(isAnother);
    if (holder !== undefined)
      faults.push({ pointer: '/email', code: 'taken', message: `Another rep (${holder}) has this email.` });
    for (const [system, ref] of Object.entries(refs)) {
      const other = this.withRef(system, ref);
      if (!isAnother(other)) continue;
      const message = `Another rep (${other}) has this id in ${system}.`;
      faults.push({ pointer: `/refs${step(system)}`, code: 'taken', message });
    }
    if (calendarId !== undefined && !this.known.calendars.has(calendarId))
      faults.push({ pointer: '/calendarId', code: 'unknownId', message: `There is no calendar ${calendarId}.` });
    return managerId === undefined ? faults : [...faults, ...this.faultsOfManager(managerId, { id, name })];
  }

  /** From now on a rep is what a body says. */
  put(id: string, { name, email, refs, managerId }: RepBody): void {
    const before = this.reps.get(id);
    if (before !== undefined) this.remove(before);
    this.add({ id, name, email, refs, managerId: managerId ?? null });
  }

  private faultsOfManager(managerId: string, { id, name }: { id: string | null; name: string }): Fault[] {
    const pointer = '/managerId';
    if (!this.reps.has(managerId)) return [{ pointer, code: 'unknownId', message: `There is no rep ${managerId}.` }];
    const line = new Set<string>();
    // A ring that is there already ends it too.
    let above: string | null = managerId;
    while (above !== null && above !== id && !line.has(above)) {
      line.add(above);
      above = this.reps.get(above)?.managerId ?? null;
    }
    if (id === null || above !== id) return [];
    const ring = [name, ...[...line].map((each) => this.reps.get(each)!.name), name].join(' → ');
    return [{ pointer, code: 'cycle', message: `Nobody is above themselves, and these would be a ring: ${ring}.` }];
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

/** Names that differ in nothing but case mean the same. */
function sameName(pointer: string, named: Readonly<Record<string, unknown>>): Fault[] {
  const first = new Map<string, string>();
  return Object.keys(named).flatMap((name) => {
    const earlier = first.get(caseless(name));
    if (earlier === undefined) first.set(caseless(name), name);
    if (earlier === undefined) return [];
    const message = `This is "${earlier}" once more, compared without case: keep one of them.`;
    return [{ pointer: `${pointer}${step(name)}`, code: 'duplicate', message }];
  });
}

function refKey(system: string, ref: string): string {
  return `${system}\0${ref}`;
}

/**
 * Who leads whom.
 * @param managerOf the manager of a rep; null for none
 * @returns of each who leads anybody all whose line of managers leads to them
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

/** What a rep can do: of each skill, such as `language`, the values they have. */
export type Skills = Readonly<Record<string, readonly string[]>>;

/** The most leads of one source that a rep may be assigned. */
export interface SourceCapacity {
  readonly perDay?: number | undefined;
  readonly perWeek?: number | undefined;
}

/** The most a rep may have of each; absent is unlimited. */
export interface Capacity {
  readonly open?: number | undefined;
  readonly untouched?: number | undefined;
  readonly perDay?: number | undefined;
  readonly perWeek?: number | undefined;
  /** By source, compared without case. */
  readonly perSource?: Readonly<Record<string, SourceCapacity>> | undefined;
}
