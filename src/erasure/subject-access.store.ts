import { Injectable } from '@nestjs/common';
import type { ContactKeys } from '../disposition/suppression.js';
import { type FoundByAddress, isAbout, type LeadTable, PERSONAL_DATA } from '../leads/personal-data.js';
import { cutPage, PAGE_WEIGHT_MAX, type WeighedRow } from '../platform/http/page.js';
import type { Sql } from '../platform/sql/database.js';
import { groupBy, partition, pluck } from '../platform/values/group.js';
import type { RequestedBy } from './erasure.js';
import type { NamedPerson, WantedAddress } from './naming-persons.js';
import { CORE_TABLES, INQUIRY_ALONE, personalTables } from './personal-data.js';

type HeldRow = Readonly<Record<string, unknown>>;
type KeyedRow = HeldRow & { readonly id: string; readonly of: string };

/** SQL for whether a lead, or a form, is of the person. */
const OF_PERSON: Readonly<Record<RequestedBy, (table: 'lead' | 'inquiry') => string>> = {
  email: (table) => `${table}.email_key = any ($1::text[])`,
  phone: (table) => `${table}.phone_key = any ($1::text[])`,
  leadId: (table) => `${table}.${table === 'lead' ? 'id' : 'lead_id'} = any ($1::uuid[])`,
};

/** The size of a row besides its texts, in bytes. */
const ROW_WEIGHT = 300;

/** SQL for the size in bytes of a lead with everything about it. */
const weight = (sections: readonly [string, LeadTable][]) =>
  [
    weightOf('lead', CORE_TABLES.lead),
    ...sections.map(
      ([name, table]) =>
        `(select coalesce(sum(${weightOf(name, table)}), 0) from ${name} where ${isOfLead(name, table)})`,
    ),
  ].join(' + ');

function weightOf(name: string, { personal }: LeadTable): string {
  const exported = Object.entries(personal).filter(([, { as }]) => as !== null);
  return [ROW_WEIGHT, ...exported.map(([column]) => `coalesce(octet_length(${name}.${column}::text), 0)`)].join(' + ');
}

@Injectable()
export class SubjectAccessStore {
  private readonly sections = personalTables().filter(([, { section }]) => section !== null);
  private readonly weight = weight(this.sections);

  /**
   * Returns a page of a person's leads and of their inquiries in other leads, oldest first; it ends early if they are
   * large.
   */
  async readPage(
    sql: Sql,
    { by, keys }: NamedPerson,
    after: string | null,
    limit: number,
  ): Promise<{ leads: HeldRow[]; inquiries: HeldRow[]; last: string | null }> {
    const of = OF_PERSON[by];
    // Each half has its own limit, so that only rows that may be on the page are measured.
    const rows = await sql.rows<WeighedRow & { id: string; isLead: boolean }>(
      `(select id, true as "isLead", (${this.weight})::float8 as weight from lead
         where ${of('lead')} and ($2::uuid is null or id > $2) order by id limit $3)
        union all
       (select id, false, (${weightOf('inquiry', INQUIRY_ALONE)})::float8 from inquiry
         where ${of('inquiry')} and ($2::uuid is null or id > $2)
           and not exists (select from lead where lead.id = inquiry.lead_id and ${of('lead')})
         order by id limit $3)
        order by id limit $3`,
      [keys, after, limit + 1],
    );
    const { taken, hasMore } = cutPage(rows, limit, PAGE_WEIGHT_MAX);
    const [ofLeads, ofInquiries] = partition(taken, ({ isLead }) => isLead);
    const ids = ofLeads.map(({ id }) => id);
    const inquiries = await this.read(sql, 'inquiry', INQUIRY_ALONE, pluck(ofInquiries, 'id'));
    const leads = await this.read(sql, 'lead', CORE_TABLES.lead, ids);
    const sections = await Promise.all(
      this.sections.map(async ([name, table]) => {
        const found = groupBy(await this.read(sql, name, table, ids), ({ of }) => of);
        return [table.section!, found] as const;
      }),
    );
    const further = await Promise.all(
      PERSONAL_DATA.all
        .flatMap((each) => Object.entries(each.sections))
        .flatMap(([section, { select }]) => (select === undefined ? [] : this.readSelected(sql, section, select, ids))),
    );
    const views = leads.map(({ of: id, ...lead }) => ({
      ...lead,
      ...Object.fromEntries(
        [...sections, ...further].map(([section, found]) => [section, (found.get(id) ?? []).map(withoutLead)]),
      ),
    }));
    return { leads: views, inquiries: inquiries.map(withoutLead), last: hasMore ? taken.at(-1)!.id : null };
  }

  /** Returns the addresses and numbers of leads, as they are compared. */
  readKeys(sql: Sql, leadIds: readonly string[]): Promise<ContactKeys[]> {
    return sql.rows(
      'select email_key as "emailKey", phone_key as "phoneKey" from lead where id = any ($1::uuid[])',
      [leadIds],
      'subject-access-keys',
    );
  }

  /** Returns the subjects with an address that came of no lead, each with everything about it. */
  async readFound(sql: Sql, found: FoundByAddress, { by, keys }: WantedAddress): Promise<HeldRow[]> {
    const ids = await found.find(sql, by === 'email' ? keys : [], by === 'phone' ? keys : []);
    const sections = new Map<string, KeyedRow[]>();
    for (const [name, table] of Object.entries(found.tables))
      if (table.section !== null) sections.set(table.section, await this.read(sql, name, table, ids));
    const subjects = sections.get(found.section)!;
    sections.delete(found.section);
    const parts = [...sections].map(([section, rows]) => [section, groupBy(rows, ({ of }) => of)] as const);
    return subjects.map((row) => ({
      ...withoutLead(row),
      ...Object.fromEntries(parts.map(([section, rows]) => [section, (rows.get(row.id) ?? []).map(withoutLead)])),
    }));
  }

  private async readSelected(sql: Sql, section: string, select: string, ids: readonly string[]) {
    const rows = await sql.rows<KeyedRow>(select, [ids], `subject-access-${section}`);
    return [section, groupBy(rows, ({ of }) => of)] as const;
  }

  private read(sql: Sql, name: string, table: LeadTable, ids: readonly string[]): Promise<KeyedRow[]> {
    const { of, key = 'id', personal, facts } = table;
    const exported = Object.entries(personal).flatMap(([column, { as, reported: expression = column }]) =>
      as === null ? [] : [`${expression} as "${as}"`],
    );
    const known = Object.entries(facts).map(([as, column]) => `${factIn(column)} as "${as}"`);
    return sql.rows(
      `select ${key} as id, ${of} as of, ${[...known, ...exported].join(', ')} from ${name}
        where ${isAbout(table)} order by ${of}, ${key}`,
      [ids],
    );
  }
}

function isOfLead(name: string, { of, among }: LeadTable): string {
  return among === undefined ? `${name}.${of} = lead.id` : among.replaceAll('$1::uuid[]', 'array[lead.id]');
}

function factIn(column: string): string {
  return column.endsWith('_at') ? `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')` : column;
}

function withoutLead({ of: _, ...row }: KeyedRow): HeldRow {
  return row;
}
