import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/sql/database.js';
import { elapsedMs, type Instant, parseDuration, toIso } from '../platform/values/duration.js';
import { groupBy } from '../platform/values/group.js';
import { MERGED_STEPS } from './inquiry.store.js';
import { nameKeyOf, type PersonName } from './person-names.js';
import {
  ADDRESSES_COUNT_FOR,
  type KnownPerson,
  keysOfPerson,
  learn,
  NAMES_COUNT_FOR,
  PERSON_WAYS,
  type Person,
  type PersonWay,
  type RelatedLead,
  type SharingLead,
} from './same-person.js';

/** The most rows read for one address or number; more than that is not one person. */
const LOOKED_AT_MAX = 1_000;
/** Of a lead that more forms have joined, the earlier ones say nothing new. */
const FORMS_MAX = 100;
/** More names or addresses need not be told apart. */
const VARIANTS_MAX = 20;

export interface PersonToFind {
  /** By which the result names the person. */
  readonly key: string;
  readonly person: Person;
}

export interface FoundPersons {
  /** The leads that share a key with a person, by the key of the person. */
  readonly sharing: ReadonlyMap<string, readonly SharingLead[]>;
  /** The addresses that came with a number lately, of numbers of leads that were found. */
  readonly addresses: ReadonlyMap<string, ReadonlySet<string>>;
  /** The names that came with an address lately, likewise. */
  readonly names: ReadonlyMap<string, ReadonlySet<string>>;
}

export const NOBODY_FOUND: FoundPersons = { sharing: new Map(), addresses: new Map(), names: new Map() };

const COLUMN_OF: Readonly<Record<PersonWay, string>> = {
  email: 'email_key',
  phone: 'phone_key',
  clickId: 'click_key',
};

const LEAD = 'id, status, owner_id, erased_at, merged_into, test';
/** Joined forms are looked at too: the person may give either address. Clicks are those of leads. */
const inquired = (way: PersonWay) =>
  way === 'clickId'
    ? ''
    : `union all
       (select ${LEAD.replaceAll(/\w+/g, 'lead.$&')} from inquiry join lead on lead.id = inquiry.lead_id
         where inquiry.${COLUMN_OF[way]} = asked.value and inquiry.became <> 'merged'
           -- Asked once: where nobody has sent a second form, nothing is looked up.
           and exists (select from inquiry where became <> 'merged') limit ${LOOKED_AT_MAX})`;

const byWay = (way: PersonWay) => `
  select asked.key, '${way}' as by, same.id, same.status, same.owner_id as "ownerId", same.merged_into as "mergedInto"
    from unnest($1::text[], $2::text[], $3::text[]) as asked (key, way, value)
   cross join lateral (
     select id, status, owner_id, merged_into from (
       (select ${LEAD} from lead where ${COLUMN_OF[way]} = asked.value limit ${LOOKED_AT_MAX}) ${inquired(way)}) as looked
      where not test and erased_at is null
      order by status = 'open' desc, merged_into is not null desc, status <> 'suppressed' desc, id desc limit 5) as same
   where asked.way = '${way}'`;
const FIND = PERSON_WAYS.map(byWay).join(' union all ');

/** Of each lead, its own form and the latest that have joined it. */
const READ_PERSONS = `
  select id as "leadId", email_key as "emailKey", contact from lead where id = any ($1::uuid[])
   union all
  select asked.id, joined.email_key, joined.contact from unnest($1::uuid[]) as asked (id)
   cross join lateral (
     select email_key, document->'contact' as contact from inquiry
      where lead_id = asked.id and withdrawn_at is null and document is not null
      order by id desc limit ${FORMS_MAX}) as joined`;

const NAME_COLUMNS = ['name', 'firstName', 'lastName'] as const;
const nameIn = (contact: string) => NAME_COLUMNS.map((name) => `${contact}->>'${name}' as "${name}"`).join(', ');
/** SQL of what came with a key since $2, of leads and of forms that joined one. */
const cameWith = (way: 'email' | 'phone', ofLead: string, ofInquiry: string) => `
  (select ${ofLead} from lead
    where ${COLUMN_OF[way]} = asked.value and not test and received_at > $2::timestamptz limit ${LOOKED_AT_MAX})
   union all
  (select ${ofInquiry} from inquiry
    where ${COLUMN_OF[way]} = asked.value and withdrawn_at is null and received_at > $2::timestamptz limit ${LOOKED_AT_MAX})`;

const READ_ADDRESSES = `
  select asked.value, came.email_key as "emailKey" from unnest($1::text[]) as asked (value)
   cross join lateral (
     select distinct email_key from (${cameWith('phone', 'email_key', 'email_key')}) as any_of
      where email_key is not null limit ${VARIANTS_MAX}) as came`;
const READ_NAMES = `
  select asked.value, came.* from unnest($1::text[]) as asked (value)
   cross join lateral (
     select distinct * from (${cameWith('email', nameIn('contact'), nameIn("(document->'contact')"))}) as any_of
      limit ${VARIANTS_MAX}) as came`;

type FoundRow = Pick<SharingLead, 'id' | 'status' | 'ownerId' | 'by'> & {
  readonly key: string;
  readonly mergedInto: string | null;
};

/** Finds the leads that share an address, a number or a click with persons. It decides nothing about them. */
@Injectable()
export class SamePersonStore {
  /** Of a merged lead, it finds the one that it was merged into. Where nothing is shared, it is one round trip. */
  async find(sql: Sql, persons: readonly PersonToFind[], now: Instant): Promise<FoundPersons> {
    // Each key is asked about once: a batch may hold a thousand forms of one person, who may have as many leads.
    const asked = new Map(
      persons.flatMap(({ person }) => keysOfPerson(person).map((known) => [known.join(' '), known] as const)),
    );
    if (asked.size === 0) return NOBODY_FOUND;
    const questions = [...asked.values()];
    const rows = await sql.rows<FoundRow>(
      FIND,
      [[...asked.keys()], questions.map(([way]) => way), questions.map(([, value]) => value)],
      'same-person-find',
    );
    if (rows.length === 0) return NOBODY_FOUND;
    const leads = await this.withoutMerged(sql, rows);
    const found = persons.filter(({ person }) => keysOfPerson(person).some((known) => leads.has(known.join(' '))));
    const [ofLeads, { addresses, names }] = await Promise.all([
      this.readPersons(sql, [...leads.values()].flat()),
      this.readShared(
        sql,
        found.map(({ person }) => person),
        now,
      ),
    ]);
    const nobody = { emails: [], names: [] };
    const sharing = found.map(({ key, person }) => {
      const sharingKeys = keysOfPerson(person).flatMap((known) => leads.get(known.join(' ')) ?? []);
      return [key, sharingKeys.map((lead) => ({ ...lead, ...(ofLeads.get(lead.id) ?? nobody) }))] as const;
    });
    return { sharing: new Map(sharing), addresses, names };
  }

  /** Returns the addresses that came with the numbers of persons lately, and the names that came with their addresses. */
  async readShared(
    sql: Sql,
    persons: readonly Pick<Person, 'emailKey' | 'phoneKey'>[],
    now: Instant,
  ): Promise<Pick<FoundPersons, 'addresses' | 'names'>> {
    const numbers = [...new Set(persons.flatMap(({ phoneKey }) => phoneKey ?? []))];
    const emails = [...new Set(persons.flatMap(({ emailKey }) => emailKey ?? []))];
    const [withNumbers, withEmails] = await Promise.all([
      sql.rowsOf<{ value: string; emailKey: string }>(
        READ_ADDRESSES,
        [numbers, before(now, ADDRESSES_COUNT_FOR)],
        'same-person-addresses',
      ),
      sql.rowsOf<{ value: string } & Record<keyof PersonName, string | null>>(
        READ_NAMES,
        [emails, before(now, NAMES_COUNT_FOR)],
        'same-person-names',
      ),
    ]);
    const named = withEmails.flatMap(({ value, ...name }) => {
      const whole = nameKeyOf(withoutNulls(name));
      return whole === null ? [] : [{ value, whole }];
    });
    return {
      addresses: setsBy(withNumbers, ({ emailKey }) => emailKey),
      names: setsBy(named, ({ whole }) => whole),
    };
  }

  /** Returns the leads by the key that they share, each that was merged replaced by the one that it ended up in. */
  private async withoutMerged(
    sql: Sql,
    rows: readonly FoundRow[],
  ): Promise<ReadonlyMap<string, Pick<SharingLead, 'id' | 'status' | 'ownerId' | 'by'>[]>> {
    const merged = rows.flatMap(({ id, mergedInto }) => (mergedInto === null ? [] : [id]));
    const staying = await this.findStaying(sql, merged);
    const leads = rows.flatMap(({ mergedInto, ...row }) => {
      if (mergedInto === null) return [row];
      const into = staying.get(row.id);
      return into === undefined ? [] : [{ ...row, ...into }];
    });
    return groupBy(leads, ({ key }) => key);
  }

  /** Returns leads as they are now, by the given ids: of merged ones, those that they ended up in. */
  async readNow(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, RelatedLead>> {
    const rows = await sql.rowsOf<RelatedLead & Pick<FoundRow, 'mergedInto'>>(
      `select id, status, owner_id as "ownerId", merged_into as "mergedInto"
         from lead where id = any ($1::uuid[]) and erased_at is null`,
      [[...new Set(ids)]],
      'same-person-now',
    );
    const merged = rows.flatMap(({ id, mergedInto }) => (mergedInto === null ? [] : [id]));
    const staying = merged.length === 0 ? new Map<string, RelatedLead>() : await this.findStaying(sql, merged);
    return new Map(
      rows.flatMap(({ mergedInto, ...row }) => {
        const now = mergedInto === null ? row : staying.get(row.id);
        return now === undefined ? [] : [[row.id, now] as const];
      }),
    );
  }

  /** Returns the leads that the merged ones finally ended up in, by the merged ids; erased leads are left out. */
  private async findStaying(sql: Sql, mergedIds: readonly string[]): Promise<ReadonlyMap<string, RelatedLead>> {
    const rows = await sql.rowsOf<RelatedLead & { mergedId: string }>(
      `with recursive ${MERGED_STEPS}
       select step.merged_id as "mergedId", id, status, owner_id as "ownerId"
         from step join lead using (id) where merged_into is null and erased_at is null`,
      [mergedIds],
      'same-person-staying',
    );
    return new Map(rows.map(({ mergedId, ...into }) => [mergedId, into]));
  }

  /** Returns the addresses and names of the persons of leads, those of joined forms included. */
  async readPersons(sql: Sql, leads: readonly Pick<SharingLead, 'id'>[]): Promise<ReadonlyMap<string, KnownPerson>> {
    const ids = [...new Set(leads.map(({ id }) => id))];
    const rows = await sql.rowsOf<{ leadId: string; emailKey: string | null; contact: PersonName | null }>(
      READ_PERSONS,
      [ids],
      'same-person-read',
    );
    const persons = new Map<string, KnownPerson>();
    for (const { leadId, emailKey, contact } of rows) {
      const person = persons.get(leadId) ?? { emails: [], names: [] };
      learn(person, { emailKey, contact: contact ?? {} });
      persons.set(leadId, person);
    }
    return persons;
  }
}

function before(now: Instant, span: string): string {
  const read = parseDuration(span);
  if ('code' in read) throw new Error(`No duration: ${span}`);
  return toIso(now - elapsedMs(read));
}

function withoutNulls(name: Readonly<Record<keyof PersonName, string | null>>): PersonName {
  return Object.fromEntries(Object.entries(name).filter(([, value]) => value !== null));
}

function setsBy<Row extends { readonly value: string }>(
  rows: readonly Row[],
  pick: (row: Row) => string,
): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = groupBy(rows, ({ value }) => value);
  return new Map([...groups].map(([value, of]) => [value, new Set(of.map(pick))]));
}
