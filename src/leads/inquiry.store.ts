import { Injectable } from '@nestjs/common';
import { inputRows, valuesOf } from '../platform/sql/columns.js';
import type { Sql } from '../platform/sql/database.js';
import { insertSet } from '../platform/sql/row-sets.js';
import { selectList } from '../platform/sql/table.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { type ExternalKey, externalKey } from './external-key.js';
import { INQUIRY, type InquiryRow } from './inquiry.table.js';
import { EXTERNAL_KEY } from './lead.store.js';
import { cameOfLeads } from './personal-data.js';

const COLUMNS = selectList(INQUIRY.columns());
/** SQL of the query `step`: for each lead in $1 (`merged_id`), the leads that it was merged into one after another. */
export const MERGED_STEPS = `step as (
  select id as merged_id, merged_into as id from lead where id = any ($1::uuid[])
   union
  select step.merged_id, lead.merged_into from step join lead using (id) where lead.merged_into is not null)`;

/** A form that was sent before. */
export interface KnownForm {
  /** The lead that it is, or that it has joined. */
  readonly leadId: string;
  /** The inquiry as which it has joined; null if it is the lead itself. */
  readonly inquiryId: string | null;
}

@Injectable()
export class InquiryStore {
  readonly insertMany = insertSet<InquiryRow>('inquiry', INQUIRY.columns(), 'inquiry-insert');

  /** Whether deals or other objects that belong to one lead alone came of this lead. */
  hasDeals(sql: Sql, leadId: string): Promise<boolean> {
    return sql.matches(`select from (${cameOfLeads('unshared')}) as came limit 1`, [[leadId]]);
  }

  /** Returns what became of forms that were sent before, as leads or as inquiries, by `externalKey`. */
  async findExisting(sql: Sql, keys: readonly ExternalKey[]): Promise<ReadonlyMap<string, KnownForm>> {
    if (keys.length === 0) return new Map();
    const rows = await sql.rows<ExternalKey & KnownForm>(
      // Each is looked up by itself: outdated statistics of tables that grow fast mislead the planner of a join.
      `select input.source_key as source, input.external_id as "externalId", input.test, found.lead_id as "leadId",
              found.id as "inquiryId"
         from ${inputRows(EXTERNAL_KEY)}
        cross join lateral (
          select id, lead_id from inquiry
           where source_key = input.source_key and external_id = input.external_id
             and became <> 'merged' and not input.test limit 1) as found
        -- Asked once: where nobody has sent a second form, nothing is looked up.
        where exists (select from inquiry where became <> 'merged')
        union all
       select input.source_key, input.external_id, input.test, found.id, null
         from ${inputRows(EXTERNAL_KEY)}
        cross join lateral (
          select id from lead
           where source_key = input.source_key and external_id = input.external_id and test = input.test
           limit 1) as found`,
      valuesOf(keys, EXTERNAL_KEY),
      // A plan that was stored while there were no leads may read all leads of a source for each of many keys.
      keys.length === 1 ? 'form-find-existing' : undefined,
    );
    return new Map(rows.map(({ leadId, inquiryId, ...key }) => [externalKey(key), { leadId, inquiryId }]));
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

  /**
   * Returns the form that last joined each lead while it was open, by the ids of the leads; leads that none has joined
   * are left out.
   */
  async latestJoined(
    sql: Sql,
    leadIds: readonly string[],
  ): Promise<Map<string, Pick<InquiryRow, 'id' | 'receivedAt' | 'source'>>> {
    const rows = await sql.rows<Pick<InquiryRow, 'id' | 'leadId' | 'receivedAt' | 'source'>>(
      `select distinct on (lead_id) id, lead_id as "leadId", received_at as "receivedAt", source from inquiry
        where lead_id = any ($1::uuid[]) and withdrawn_at is null and became = 'joined'
        order by lead_id, received_at desc, id desc`,
      [leadIds],
    );
    return new Map(rows.map(({ leadId, ...form }) => [leadId, form]));
  }

  /**
   * Returns a lead's inquiries that were not withdrawn, after an id.
   * @param createdBy the key that sent them; null for any
   */
  readPage(
    sql: Sql,
    { leadId, createdBy, order }: Pick<InquiryRow, 'leadId' | 'createdBy'> & { readonly order: 'oldest' | 'newest' },
    after: string | null,
    limit: number,
  ): Promise<InquiryRow[]> {
    const [follows, direction] = order === 'oldest' ? ['>', 'asc'] : ['<', 'desc'];
    return sql.rows(
      `select ${COLUMNS} from inquiry
        where lead_id = $1 and withdrawn_at is null and ($2::uuid is null or id ${follows} $2)
          and ($4::uuid is null or created_by = $4)
        order by id ${direction} limit $3`,
      [leadId, after, limit, createdBy],
      `inquiry-page-${order}`,
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
