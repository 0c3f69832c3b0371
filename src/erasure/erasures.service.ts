import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../auth/scope.js';
import { storedKeys } from '../contact/identifying.js';
import { DirectoryService } from '../directory/directory.service.js';
import { hashesOf, identifiersOf } from '../disposition/suppression.js';
import { type SuppressionRow, SuppressionStore } from '../disposition/suppression.store.js';
import { FOUND_BY_ADDRESS, HELD_OF_PERSONS, SENT_TO_PLATFORMS } from '../leads/personal-data.js';
import { areMany } from '../leads/same-person.js';
import { writtenBy } from '../lifecycle/closing/disposing.js';
import { TracesOfPersons } from '../lifecycle/person-traces.service.js';
import { mapPage, type PageRequest, readIdCursor, readPageById, toCursor } from '../platform/http/page.js';
import { fault } from '../platform/input/fault.js';
import { NotFoundError, refuse } from '../platform/input/refusal.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database, type Sql } from '../platform/sql/database.js';
import { isoOrNull, toIso } from '../platform/values/duration.js';
import { newId } from '../platform/values/ids.js';
import { ErasingService } from './erasing.service.js';
import { SharedNumberError } from './erasure.errors.js';
import { inWords, keptOf, REQUESTED_BY } from './erasure.js';
import type { ErasureBody, ErasureView, SubjectAccessQuery } from './erasure.schema.js';
import { type CountedErasure, type ErasureExtent, ErasureStore } from './erasure.store.js';
import {
  faultsOfReason,
  isAddress,
  isOfPerson,
  keysOf,
  type NamedPerson,
  namesOf,
  type RequestedPerson,
  readPerson,
} from './naming-persons.js';
import { SubjectAccessStore } from './subject-access.store.js';

@Injectable()
export class ErasuresService {
  constructor(
    private readonly erasing: ErasingService,
    private readonly erasures: ErasureStore,
    private readonly access: SubjectAccessStore,
    private readonly suppressions: SuppressionStore,
    private readonly directories: DirectoryService,
    private readonly traces: TracesOfPersons,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  async erase({ reason, ...named }: ErasureBody, caller: Caller): Promise<ErasureView> {
    const person = await this.toErase(reason, named);
    const now = this.time.now();
    const id = caller.requestId ?? newId(now);
    const made = { id, askedBy: person.by, reason, madeAt: now, ...writtenBy(actorOf(caller)) };
    await this.erasures.begin(this.database, made);
    await this.erasing.erase(person, { id, caller });
    return this.get(id);
  }

  /** Returns what an erasure would reach, with the refusals that it would meet. */
  async preview({ reason, ...named }: ErasureBody): Promise<ErasureExtent & { readonly handoffs: number }> {
    const person = await this.toErase(reason, named);
    const own = await this.erasures.readOwn(this.database, person);
    const known = {
      leadIds: own.map(({ id }) => id),
      names: own.flatMap(namesOf),
      ...keysOf(person),
    };
    let handoffs = 0;
    for (const each of FOUND_BY_ADDRESS.all) handoffs += await each.count(this.database, known);
    return { ...(await this.erasures.readExtent(this.database, person)), handoffs };
  }

  private async toErase(reason: string, named: Omit<ErasureBody, 'reason'>): Promise<NamedPerson> {
    const person = await this.read(named);
    refuse(faultsOfReason(reason, person, await this.erasures.readNames(this.database, person)));
    await this.requireOnePerson(person);
    return person;
  }

  /** @throws InvalidRequestError if there is no such lead, or so many people use the number that it names none of them */
  private async requireOnePerson(person: NamedPerson): Promise<void> {
    const { by, key } = person;
    if (by === 'leadId' && !(await this.erasures.hasLead(this.database, key)))
      refuse(fault('/leadId', 'unknownId', `There is no lead ${key}.`));
    if (by !== 'phone') return;
    // Of all that is stored, whenever it came: who asks about a person asks about all of it.
    const persons = await this.areManyAt(this.database, person);
    if (persons !== null) throw new SharedNumberError(persons);
  }

  async list(page: PageRequest) {
    const { reads } = this.database;
    return mapPage(await readPageById(page, (before, limit) => this.erasures.readPage(reads, before, limit)), summary);
  }

  async get(id: string): Promise<ErasureView> {
    const erasure = await this.erasures.find(this.database, id);
    if (erasure === undefined) throw new NotFoundError('erasure', id);
    const sent = (await Promise.all(SENT_TO_PLATFORMS.all.map(({ read }) => read(this.database, id)))).flat();
    return {
      ...summary(erasure),
      leadIds: await this.erasures.readLeadIds(this.database, id),
      told: sent.map((each) => ({ ...each, lastSentAt: toIso(each.lastSentAt) })),
    };
  }

  async readAllOfPerson({ limit = 100, cursor, ...named }: SubjectAccessQuery) {
    const after = readIdCursor(cursor);
    const person = await this.read(named);
    await this.requireOnePerson(person);
    const held = await this.database.reads.snapshot(async (sql) => {
      const wanted = isAddress(person) ? person : { ...person, keys: await this.withMerged(sql, person) };
      const { leads, inquiries, last } = await this.access.readPage(sql, wanted, after, limit);
      const leadIds = leads.map(({ id }) => String(id));
      const others: Record<string, readonly object[]> = {};
      const keys = isAddress(wanted) ? keysOf(wanted) : await this.keysOfLeads(sql, wanted.keys);
      const known = { ...keys, names: await this.erasures.readNames(sql, wanted) };
      const held = this.traces.all.flatMap(({ readHeld }) => readHeld ?? []);
      for (const { section, read } of [...HELD_OF_PERSONS.all, ...held])
        if (read !== undefined) others[section] = await read(sql, known);
      for (const each of FOUND_BY_ADDRESS.all)
        others[each.section] = isAddress(person) ? await this.access.readFound(sql, each, person) : [];
      const hashes = await this.hashesOfPerson(sql, person, leadIds);
      return { leads, inquiries, last, others, suppressions: await this.suppressions.readOf(sql, { hashes, leadIds }) };
    });
    return {
      askedAt: toIso(this.time.now()),
      data: held.leads,
      inquiries: held.inquiries,
      ...held.others,
      suppressions: held.suppressions.map(suppression),
      nextCursor: held.last && toCursor([held.last]),
    };
  }

  /** Returns a lead and those that were merged into it, which are the same person's. */
  private async withMerged(sql: Sql, { key }: NamedPerson): Promise<string[]> {
    return [key, ...(await this.erasures.findMergedInto(sql, [key]))];
  }

  /** Returns the keys by which the person of leads is known. A number that many share leads to others. */
  private async keysOfLeads(sql: Sql, leadIds: readonly string[]) {
    const known = await this.access.readKeys(sql, leadIds);
    const phoneKeys = known.flatMap(({ phoneKey }) => (phoneKey === null ? [] : storedKeys('phone', phoneKey)));
    const [key] = phoneKeys;
    const isShared = key !== undefined && (await this.areManyAt(sql, { by: 'phone', key, keys: phoneKeys })) !== null;
    return { emailKeys: known.flatMap(({ emailKey }) => emailKey ?? []), phoneKeys: isShared ? [] : phoneKeys };
  }

  /** Returns those who gave a number, if so many did that it names none of them; else null. */
  private async areManyAt(sql: Sql, number: NamedPerson) {
    const persons = await this.erasures.readPersonsOf(sql, number);
    return areMany(new Set(persons.flatMap(({ email }) => email ?? []))) ? persons : null;
  }

  /** Returns the hashes under which the person may be suppressed: of the address asked for, or all those of the leads. */
  private async hashesOfPerson(sql: Sql, person: NamedPerson, leadIds: readonly string[]): Promise<string[]> {
    if (isAddress(person)) return hashesOf({ kind: person.by, key: person.key });
    const known = await this.access.readKeys(sql, leadIds);
    return known.flatMap((keys) =>
      identifiersOf({ ...keys, company: null })
        .filter(isOfPerson)
        .flatMap(hashesOf),
    );
  }

  private async read(named: RequestedPerson): Promise<NamedPerson> {
    const { content } = await this.directories.now();
    const read = readPerson(named, content.settings, REQUESTED_BY);
    if ('faults' in read) refuse(read.faults);
    return read as NamedPerson;
  }
}

function summary(erasure: CountedErasure): Omit<ErasureView, 'leadIds' | 'told'> {
  const { id, askedBy, reason, madeAt, finishedAt, leads } = erasure;
  return {
    id,
    askedBy,
    reason,
    by: { type: erasure.actorType as ErasureView['by']['type'], id: erasure.actorId },
    madeAt: toIso(madeAt),
    finishedAt: isoOrNull(finishedAt),
    leads,
    erased: inWords(erasure.erased),
    kept: keptOf({ leads, inquiries: erasure.erased.inquiries ?? 0, suppressions: erasure.suppressionsKept }),
  };
}

function suppression({ kind, hash, reason, createdAt, untilAt, liftedAt, liftReason }: SuppressionRow) {
  const ended = { until: isoOrNull(untilAt), liftedAt: isoOrNull(liftedAt), liftReason };
  return { kind, hash, reason, createdAt: toIso(createdAt), ...ended };
}
