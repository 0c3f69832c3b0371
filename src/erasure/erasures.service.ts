import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../auth/scope.js';
import { DirectoryService } from '../directory/directory.service.js';
import { hashesOf } from '../disposition/suppression.js';
import { type SuppressionRow, SuppressionStore } from '../disposition/suppression.store.js';
import { FOUND_BY_ADDRESS, HELD_OF_PERSONS, SENT_TO_PLATFORMS } from '../leads/personal-data.js';
import { areMany } from '../leads/same-person.js';
import { SamePersonStore } from '../leads/same-person.store.js';
import { writtenBy } from '../lifecycle/closing/disposing.js';
import { mapPage, type PageRequest, readIdCursor, readPageById, toCursor } from '../platform/http/page.js';
import { fault } from '../platform/input/fault.js';
import { NotFoundError, refuse } from '../platform/input/refusal.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database } from '../platform/sql/database.js';
import { isoOrNull, toIso } from '../platform/values/duration.js';
import { newId } from '../platform/values/ids.js';
import { ErasingService } from './erasing.service.js';
import { inWords, keptOf, type RequestedBy } from './erasure.js';
import type { ErasureBody, ErasureView, SubjectAccessQuery } from './erasure.schema.js';
import { type CountedErasure, type ErasureExtent, ErasureStore, type WantedAddress } from './erasure.store.js';
import { faultsOfReason, type NamedPerson, readPerson } from './naming-persons.js';
import { SubjectAccessStore } from './subject-access.store.js';

const SHARED = fault(
  '/phone',
  'shared',
  'Several people have given this number. Erase a person by their e-mail address, or each of their leads by leadId.',
);

const NAMES_OF_PERSONS: readonly RequestedBy[] = ['email', 'phone'];

@Injectable()
export class ErasuresService {
  constructor(
    private readonly erasing: ErasingService,
    private readonly erasures: ErasureStore,
    private readonly access: SubjectAccessStore,
    private readonly suppressions: SuppressionStore,
    private readonly persons: SamePersonStore,
    private readonly directories: DirectoryService,
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
  async preview({ reason, ...named }: ErasureBody): Promise<ErasureExtent> {
    return this.erasures.readExtent(this.database, await this.toErase(reason, named));
  }

  private async toErase(reason: string, named: Omit<ErasureBody, 'reason'>): Promise<NamedPerson> {
    const person = await this.read(named, [...NAMES_OF_PERSONS, 'leadId']);
    refuse(faultsOfReason(reason, person, await this.erasures.readNames(this.database, person)));
    if (person.by === 'leadId' && !(await this.erasures.hasLead(this.database, person.key)))
      refuse(fault('/leadId', 'unknownId', `There is no lead ${person.key}.`));
    if (await this.isShared(person)) refuse(SHARED);
    return person;
  }

  /** Reports whether so many people use a number that an erasure by it would erase others. */
  private async isShared({ by, key }: NamedPerson): Promise<boolean> {
    if (by !== 'phone') return false;
    const { addresses } = await this.persons.readShared(
      this.database,
      [{ emailKey: null, phoneKey: key }],
      this.time.now(),
    );
    return areMany(addresses.get(key));
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
    const person = (await this.read(named, NAMES_OF_PERSONS)) as WantedAddress;
    const hashes = hashesOf({ kind: person.by, key: person.key });
    const held = await this.database.reads.snapshot(async (sql) => {
      const { leads, inquiries, last } = await this.access.readPage(sql, person, after, limit);
      const leadIds = leads.map(({ id }) => String(id));
      const others: Record<string, readonly object[]> = {};
      for (const { section, read } of HELD_OF_PERSONS.all) others[section] = await read(sql, person);
      for (const each of FOUND_BY_ADDRESS.all) others[each.section] = await this.access.readFound(sql, each, person);
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

  private async read(named: Partial<Record<RequestedBy, string>>, among: readonly RequestedBy[]): Promise<NamedPerson> {
    const { content } = await this.directories.now();
    const read = readPerson(named, content.settings, among);
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
