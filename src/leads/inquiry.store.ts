import { Injectable } from '@nestjs/common';
import { inputRows, valuesOf } from '../platform/sql/columns.js';
import type { Sql } from '../platform/sql/database.js';
import { insertSet } from '../platform/sql/row-sets.js';
import { selectList } from '../platform/sql/table.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { groupBy } from '../platform/values/group.js';
import { type ExternalKey, externalKey } from './external-key.js';
import { INQUIRY, type InquiryRow } from './inquiry.table.js';
import { EXTERNAL_KEY } from './lead.store.js';
import { cameOfLeads } from './personal-data.js';
import { concerned, type PersonWay, type SamePerson } from './same-person.js';

const COLUMNS = selectList(INQUIRY.columns());
/** The most leads read for one address or number; more than that is not one person. */
const LOOKED_AT_MAX = 1_000;

/** The keys by which a person's leads are found. */
export interface PersonToFind {
  readonly key: string;
  readonly knownBy: readonly (readonly [PersonWay, string])[];
}

const COLUMN_OF: Readonly<Record<PersonWay, string>> = {
  email: 'email_key',
  phone: 'phone_key',
  clickId: 'click_key',
};

const byWay = (way: PersonWay) => `
  select asked.key, '${way}' as by, same.id, same.status, same.owner_id as "ownerId", same.merged_into as "mergedInto"
    from unnest($1::text[], $2::text[], $3::text[]) as asked (key, way, value)
   cross join lateral (
     select id, status, owner_id, merged_into from (
       select id, status, owner_id, erased_at, merged_into, test from lead
        where ${COLUMN_OF[way]} = asked.value limit ${LOOKED_AT_MAX}) as looked
      where not test and erased_at is null and (merged_into is not null or status <> 'suppressed')
      order by status = 'open' desc, merged_into is not null desc, id desc limit 5) as same
   where asked.way = '${way}'`;
const FIND_SAME = (['email', 'phone', 'clickId'] as const).map(byWay).join(' union all ');

/** SQL of the query `step`: for each lead in $1 (`merged_id`), the leads that it was merged into one after another. */
export const MERGED_STEPS = `step as (
  select id as merged_id, merged_into as id from lead where id = any ($1::uuid[])
   union
  select step.merged_id, lead.merged_into from step join lead using (id) where lead.merged_into is not null)`;

@Injectable()
export class InquiryStore {
  readonly insertMany = insertSet<InquiryRow>('inquiry', INQUIRY.columns(), 'inquiry-insert');

  /** Whether deals or other objects that belong to one lead alone came of this lead. */
  hasDeals(sql: Sql, leadId: string): Promise<boolean> {
    return sql.matches(
      `select from (${cameOfLeads(({ isShared }) => isShared !== true)}) as came where lead_id = $1 limit 1`,
      [leadId],
    );
  }

  /**
   * Finds the lead that each person's new form is about. Of a merged lead, it is the one that it was merged into.
   * @returns by the key of each person; persons without a lead are left out
   */
  async findSame(sql: Sql, persons: readonly PersonToFind[]): Promise<ReadonlyMap<string, SamePerson>> {
    // Each address is asked about once: a batch may hold a thousand forms of one person, who may have as many leads.
    const asked = new Map(persons.flatMap(({ knownBy }) => knownBy.map((known) => [known.join(' '), known] as const)));
    if (asked.size === 0) return new Map();
    const questions = [...asked.values()];
    const rows = await sql.rows<SamePerson & { key: string; mergedInto: string | null }>(
      FIND_SAME,
      [[...asked.keys()], questions.map(([way]) => way), questions.map(([, value]) => value)],
      'inquiry-find-same',
    );
    const found = new Map<string, SamePerson>();
    const staying = await this.findStaying(
      sql,
      rows.flatMap(({ id, mergedInto }) => (mergedInto === null ? [] : [id])),
    );
    const open = rows.flatMap(({ mergedInto, ...row }): (SamePerson & { key: string })[] => {
      if (mergedInto === null) return [row];
      const into = staying.get(row.id);
      return into === undefined ? [] : [{ ...row, ...into }];
    });
    const byQuestion = groupBy(open, (row) => row.key);
    for (const { key, knownBy } of persons) {
      const same = concerned(knownBy.flatMap((known) => byQuestion.get(known.join(' ')) ?? []));
      if (same !== null) found.set(key, same);
    }
    return found;
  }

  /** Returns the leads that the merged ones finally ended up in, by the merged ids; erased leads are left out. */
  private async findStaying(
    sql: Sql,
    mergedIds: readonly string[],
  ): Promise<ReadonlyMap<string, Pick<SamePerson, 'id' | 'status' | 'ownerId'>>> {
    const rows = await sql.rowsOf<Pick<SamePerson, 'id' | 'status' | 'ownerId'> & { mergedId: string }>(
      `with recursive ${MERGED_STEPS}
       select step.merged_id as "mergedId", id, status, owner_id as "ownerId"
         from step join lead using (id) where merged_into is null and erased_at is null`,
      [mergedIds],
      'inquiry-find-staying',
    );
    return new Map(rows.map(({ mergedId, ...into }) => [mergedId, into]));
  }

  /** Returns the leads of forms that were sent before, as leads or as inquiries, by `externalKey`. */
  async findExisting(sql: Sql, keys: readonly ExternalKey[]): Promise<ReadonlyMap<string, string>> {
    if (keys.length === 0) return new Map();
    const rows = await sql.rows<ExternalKey & { leadId: string }>(
      // Each is looked up by itself: outdated statistics of tables that grow fast mislead the planner of a join.
      `select input.source_key as source, input.external_id as "externalId", input.test, found.lead_id as "leadId"
         from ${inputRows(EXTERNAL_KEY)}
        cross join lateral (
          select lead_id from inquiry
           where source_key = input.source_key and external_id = input.external_id
             and became <> 'merged' and not input.test limit 1) as found
        -- Asked once: where nobody has sent a second form, nothing is looked up.
        where exists (select from inquiry where became <> 'merged')
        union all
       select input.source_key, input.external_id, input.test, found.id
         from ${inputRows(EXTERNAL_KEY)}
        cross join lateral (
          select id from lead
           where source_key = input.source_key and external_id = input.external_id and test = input.test
           limit 1) as found`,
      valuesOf(keys, EXTERNAL_KEY),
      'form-find-existing',
    );
    return new Map(rows.map((row) => [externalKey(row), row.leadId]));
  }

  findMade(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return sql.mapOf('select id, lead_id as "leadId" from inquiry where id = any ($1::uuid[])', [ids]);
  }

  /** Returns the addresses and numbers of all further forms of the persons of leads. */
  readContacts(sql: Sql, leadIds: readonly string[]): Promise<Pick<InquiryRow, 'leadId' | 'emailKey' | 'phoneKey'>[]> {
    return sql.rows(
      `select lead_id as "leadId", email_key as "emailKey", phone_key as "phoneKey" from inquiry
        where lead_id = any ($1::uuid[]) and withdrawn_at is null`,
      [leadIds],
    );
  }

  /** Returns when the persons of leads last sent another form; leads of persons who have not are left out. */
  latestOf(sql: Sql, leadIds: readonly string[]): Promise<Map<string, Instant>> {
    return sql.map(
      `select lead_id as "leadId", max(received_at) as at from inquiry
        where lead_id = any ($1::uuid[]) and withdrawn_at is null group by lead_id`,
      [leadIds],
    );
  }

  /** Returns when a form last joined each lead while it was open; leads that none has joined are left out. */
  latestJoined(sql: Sql, leadIds: readonly string[]): Promise<Map<string, Instant>> {
    return sql.map(
      `select lead_id as "leadId", max(received_at) as at from inquiry
        where lead_id = any ($1::uuid[]) and withdrawn_at is null and became = 'joined' group by lead_id`,
      [leadIds],
    );
  }

  /**
   * Returns a lead's inquiries that were not withdrawn, oldest first, after an id.
   * @param createdBy the key that sent them; null for any
   */
  readPage(
    sql: Sql,
    { leadId, createdBy }: Pick<InquiryRow, 'leadId' | 'createdBy'>,
    after: string | null,
    limit: number,
  ): Promise<InquiryRow[]> {
    return sql.rows(
      `select ${COLUMNS} from inquiry
        where lead_id = $1 and withdrawn_at is null and ($2::uuid is null or id > $2)
          and ($4::uuid is null or created_by = $4)
        order by id limit $3`,
      [leadId, after, limit, createdBy],
      'inquiry-page',
    );
  }

  /** Returns the inquiry that records a lead's merging, unless it was withdrawn. */
  findMerging(sql: Sql, mergedLeadId: string): Promise<InquiryRow | undefined> {
    return sql.row(`select ${COLUMNS} from inquiry where merged_lead_id = $1 and withdrawn_at is null`, [mergedLeadId]);
  }

  /** Returns the lead and those into which it was merged one after another. */
  readChain(sql: Sql, leadId: string): Promise<string[]> {
    return sql.column(
      `with recursive ${MERGED_STEPS} select $2::uuid as id union select id from step where id is not null`,
      [[leadId], leadId],
    );
  }

  /** Returns what has joined leads and was not withdrawn, in that order. */
  readJoined(sql: Sql, leadIds: readonly string[]): Promise<InquiryRow[]> {
    return sql.rows(
      `select ${COLUMNS} from inquiry where lead_id = any ($1::uuid[]) and withdrawn_at is null order by lead_id, id`,
      [leadIds],
    );
  }

  /** Writes the consents that leads had had before merges into them, by inquiry. */
  async setFormerConsents(tx: Sql, formers: ReadonlyMap<string, InquiryRow['formerConsent']>): Promise<void> {
    if (formers.size === 0) return;
    const consents = Array.from(formers.values(), (former) => (former === null ? null : JSON.stringify(former)));
    await tx.query(
      `update inquiry set former_consent = input.consent::json
         from unnest($1::uuid[], $2::text[]) as input (id, consent)
        where inquiry.id = input.id and document is not null`,
      [[...formers.keys()], consents],
    );
  }

  /** Withdraws a merging and erases its copy of the document, which may be another person's. */
  async withdraw(tx: Sql, id: string, at: Instant): Promise<void> {
    await tx.query(
      `update inquiry
          set withdrawn_at = $2, external_id = null, document = null, click_ids = null, email_key = null, phone_key = null,
              former_consent = null
        where id = $1`,
      [id, toIso(at)],
    );
  }
}
