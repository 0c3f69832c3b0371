import { Injectable } from '@nestjs/common';
import { columnsFor, inputRows, valuesOf } from '../platform/sql/columns.js';
import type { Sql } from '../platform/sql/database.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import type { ContactKeys, ContactTable, GivenContact } from './contact-keys.js';
import { NO_CONTACT } from './reading.js';

/** How far the contacts of before have been read anew. */
export interface Rereading {
  /** The place of the table that is being read. */
  readonly place: number;
  /** The last row that was read in it. */
  readonly afterId: string | null;
  readonly changed: number;
  /** How many leads count as the same person as another now, and did not before. */
  readonly same: number;
}

export interface StoredContact extends GivenContact, ContactKeys {
  readonly id: string;
  readonly place: number;
}

export interface ChangedContact {
  readonly before: StoredContact;
  readonly after: ContactKeys;
}

const { uuid, int, text } = columnsFor<ChangedContact>();
const CHANGED = [
  uuid('id', ({ before }) => before.id),
  int('place', ({ before }) => before.place),
  text('old_email', ({ before }) => before.emailKey),
  text('old_phone', ({ before }) => before.phoneKey),
  text('email', ({ after }) => after.emailKey),
  text('phone', ({ after }) => after.phoneKey),
  text('company', ({ after }) => after.companyKey),
];

/** The leads among which one statement looks for those that can be read. */
const LOOKED_AT_MAX = 10_000;

/** Whether contacts wait to be read anew, as a condition of the pulse. */
export const CONTACTS_WAIT = '(select finished_at is null from contact_rereading)';

/** Reads the keys of contacts and writes them, in whichever table they are (docs/adr/0121). */
@Injectable()
export class ContactKeysStore {
  /** @returns undefined if another node is reading, or nothing is left to read */
  lockRereading(tx: Sql): Promise<Rereading | undefined> {
    return tx.row(
      `select table_place as place, after_id as "afterId", changed, same from contact_rereading
        where finished_at is null for no key update skip locked`,
    );
  }

  /** Lets all contacts be read anew from the first, since what they are read by has changed. */
  async beginRereading(tx: Sql): Promise<void> {
    await tx.query(
      'update contact_rereading set table_place = 0, after_id = null, changed = 0, same = 0, finished_at = null',
    );
  }

  async noteRereading(tx: Sql, { place, afterId, changed, same }: Rereading): Promise<void> {
    await tx.query('update contact_rereading set table_place = $1, after_id = $2, changed = $3, same = $4', [
      place,
      afterId,
      changed,
      same,
    ]);
  }

  async finishRereading(tx: Sql, at: Instant): Promise<void> {
    await tx.query('update contact_rereading set finished_at = $1', [toIso(at)]);
  }

  /** Returns the next rows, never a part of those with one id. */
  readPage(sql: Sql, from: ContactTable, afterId: string | null, limit: number): Promise<StoredContact[]> {
    const { table, id, place, email, phone, country, company } = from;
    return sql.rows(
      `select ${id} as id, ${place} as place, ${email} as email, ${phone} as phone, ${country} as country,
              ${company ?? 'null'} as company, email_key as "emailKey", phone_key as "phoneKey",
              ${company === undefined ? 'null' : 'company_key'} as "companyKey"
         from ${table} where $1::uuid is null or ${id} > $1 order by ${id} fetch first ${limit} rows with ties`,
      [afterId],
    );
  }

  /** Writes keys where nobody has changed them meanwhile, and locks the rows in their order. @returns the ids */
  async replaceKeys(
    tx: Sql,
    { table, id, place, company }: ContactTable,
    changed: readonly ChangedContact[],
  ): Promise<string[]> {
    if (changed.length === 0) return [];
    const ids = changed.map(({ before }) => before.id);
    await tx.query(`select from ${table} where ${id} = any ($1::uuid[]) order by ${id} for no key update`, [ids]);
    return tx.column(
      `update ${table} set email_key = input.email, phone_key = input.phone${company === undefined ? '' : ', company_key = input.company'}
         from ${inputRows(CHANGED)}
        where ${table}.${id} = input.id and ${place} = input.place
          and ${table}.email_key is not distinct from input.old_email
          and ${table}.phone_key is not distinct from input.old_phone
       returning ${table}.${id}`,
      valuesOf(changed, CHANGED),
    );
  }

  /**
   * Returns, among the leads after one, those that say that nobody can be reached by them although their address or
   * number can be read by now.
   * @returns their ids in order, at most the limit, and the last lead that was looked at; null at the end
   */
  async readReadable(
    sql: Sql,
    { afterId, exceptIds }: { readonly afterId: string | null; readonly exceptIds: readonly string[] },
    limit: number,
  ): Promise<{ readonly ids: readonly string[]; readonly lastId: string | null }> {
    const rows = await sql.rows<{ id: string; isReadable: boolean }>(
      `with looked as materialized (
         select id, not test and (email_key is not null or phone_key is not null) and issues::jsonb ? $2 as is_readable
           from lead where $1::uuid is null or id > $1 order by id limit ${LOOKED_AT_MAX})
       (select id, is_readable as "isReadable" from looked where is_readable and id <> all ($3::uuid[]) order by id)
       union all
       (select id, false from looked order by id desc limit 1)`,
      [afterId, NO_CONTACT, exceptIds],
    );
    const ids = rows.flatMap(({ id, isReadable }) => (isReadable ? [id] : [])).slice(0, limit);
    return { ids, lastId: ids.length === limit ? ids.at(-1)! : (rows.at(-1)?.id ?? null) };
  }

  /** Counts the leads that share a key with another lead. */
  countSame(sql: Sql, leadIds: readonly string[]): Promise<number> {
    return sql.value(
      `select count(*)::int from lead as one
        where id = any ($1::uuid[])
          and (exists (select from lead as other where other.phone_key = one.phone_key and other.id <> one.id)
            or exists (select from lead as other where other.email_key = one.email_key and other.id <> one.id))`,
      [leadIds],
    );
  }
}
