import { Injectable } from '@nestjs/common';
import type { LeadDocument } from '../leads/lead.js';
import {
  cameOfLeads,
  type ErasedKind,
  type FoundByAddress,
  isAbout,
  type LeadTable,
  leadItCameOf,
} from '../leads/personal-data.js';
import { insertInto, valuesOf } from '../platform/sql/columns.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import { selectList } from '../platform/sql/table.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import type { PersonOfNumber } from './erasure.errors.js';
import { added, type ErasedCounts, type Erasure, type RequestedBy } from './erasure.js';
import { ERASURE } from './erasure.table.js';
import type { NamedPerson, WantedAddress } from './naming-persons.js';
import { INQUIRY_ALONE, personalTables } from './personal-data.js';

export interface CountedErasure extends Erasure {
  readonly leads: number;
}

interface FoundInquiry {
  readonly id: string;
  readonly leadId: string;
}

type Inquirer = FoundInquiry & Pick<LeadDocument, 'contact' | 'emailKey' | 'phoneKey'>;

const NEW = ERASURE.without('finishedAt', 'erased', 'suppressionsKept');
const INSERT = `${insertInto('erasure', NEW)} on conflict do nothing`;
const COLUMNS = selectList(ERASURE.columns());
const LEADS = '(select count(*)::int from lead where lead.erasure_id = erasure.id) as leads';

const OF_PERSON: Readonly<Record<RequestedBy, string>> = {
  email: 'email_key = any ($1::text[])',
  phone: 'phone_key = any ($1::text[])',
  leadId: 'id = any ($1::uuid[])',
};

/** The inquiries of the person; for a single lead, those that have joined it. */
const OF_INQUIRER: Readonly<Record<RequestedBy, string>> = {
  email: 'inquiry.email_key = any ($1::text[])',
  phone: 'inquiry.phone_key = any ($1::text[])',
  leadId: 'inquiry.lead_id = any ($1::uuid[])',
};

/** SQL of the whole name in a `contact`; empty for none. */
const NAME = "coalesce(contact->>'name', concat_ws(' ', contact->>'firstName', contact->>'lastName'))";
/** More people need not be told apart: nobody chooses among them. */
const PERSONS_MAX = 100;

/** Inquiries that became part of another lead. Withdrawn merges may belong to somebody else. */
const IS_MERGED = `inquiry.became = 'merged' and inquiry.withdrawn_at is null`;

/** The certificates of erasures. */
@Injectable()
export class ErasureStore {
  /** Has no effect if the erasure was begun before. */
  async begin(tx: Sql, erasure: Omit<Erasure, 'finishedAt' | 'erased' | 'suppressionsKept'>): Promise<void> {
    await tx.query(INSERT, valuesOf([erasure], NEW));
  }

  /** Adds to the counts of an erasure. The caller must have locked the leads, and lock nothing afterwards. */
  async count(tx: Sql, id: string, more: ErasedCounts): Promise<void> {
    const erased = await tx.value<ErasedCounts>('select erased from erasure where id = $1 for no key update', [id]);
    await tx.query('update erasure set erased = $2 where id = $1', [id, JSON.stringify(added(erased, more))]);
  }

  async finish(
    tx: Sql,
    id: string,
    { at, suppressionsKept }: { at: Instant; suppressionsKept: number },
  ): Promise<void> {
    await tx.query(
      'update erasure set finished_at = $2, suppressions_kept = $3 where id = $1 and finished_at is null',
      [id, toIso(at), suppressionsKept],
    );
  }

  /** Returns those of leads of which something came, such as a deal. */
  findWithOffspring(sql: Sql, leadIds: readonly string[]): Promise<string[]> {
    return sql.column(`select distinct ${leadItCameOf('came.id')} as id from (${cameOfLeads('unshared')}) as came`, [
      leadIds,
    ]);
  }

  /** Returns the ids of what came of leads, such as deals. */
  findWhatCameOf(sql: Sql, leadIds: readonly string[]): Promise<string[]> {
    return sql.column(cameOfLeads('unshared'), [leadIds]);
  }

  find(sql: Sql, id: string): Promise<CountedErasure | undefined> {
    return sql.row(`select ${COLUMNS}, ${LEADS} from erasure where id = $1`, [id]);
  }

  /** Newest first. */
  readPage(sql: Sql, before: string | null, limit: number): Promise<CountedErasure[]> {
    return sql.rows(
      `select ${COLUMNS}, ${LEADS} from erasure where $1::uuid is null or id < $1 order by id desc limit $2`,
      [before, limit],
    );
  }

  readLeadIds(sql: Sql, id: string): Promise<string[]> {
    return sql.column('select id from lead where erasure_id = $1 order by id', [id]);
  }

  /** By ascending id. */
  findLeads(sql: Sql, { by, keys }: NamedPerson, after: string | null, limit: number): Promise<string[]> {
    return sql.column(
      `select id from lead where ${OF_PERSON[by]} and erased_at is null and ($2::uuid is null or id > $2) order by id limit $3`,
      [keys, after, limit],
    );
  }

  /**
   * Returns what was merged into leads, directly or not, and is not erased: the same persons, whatever their addresses.
   */
  findMergedInto(sql: Sql, leadIds: readonly string[]): Promise<string[]> {
    return sql.column(
      `with recursive merged as (
         select merged_lead_id as id from inquiry where lead_id = any ($1::uuid[]) and ${IS_MERGED}
          union
         select inquiry.merged_lead_id from merged join inquiry on inquiry.lead_id = merged.id where ${IS_MERGED})
       select id from merged join lead using (id) where lead.erased_at is null order by id`,
      [leadIds],
      'erasure-merged',
    );
  }

  /** By ascending id. */
  findInquiries(sql: Sql, { by, keys }: WantedAddress, after: string | null, limit: number): Promise<FoundInquiry[]> {
    return sql.rows(
      `select id, lead_id as "leadId" from inquiry
        where ${OF_INQUIRER[by]} and ($2::uuid is null or id > $2) order by id limit $3`,
      [keys, after, limit],
    );
  }

  /** Returns the inquiries that are not erased, of leads that this transaction has locked. */
  readInquirers(tx: Tx, ids: readonly string[], leadIds: readonly string[]): Promise<Inquirer[]> {
    return tx.rows(
      `select id, lead_id as "leadId", document->'contact' as contact, email_key as "emailKey", phone_key as "phoneKey"
         from inquiry where id = any ($1::uuid[]) and lead_id = any ($2::uuid[]) and document is not null`,
      [ids, leadIds],
    );
  }

  /** Returns those who gave a number, by the addresses that came with it; those with the oldest leads first. */
  readPersonsOf(sql: Sql, { by, keys }: NamedPerson): Promise<PersonOfNumber[]> {
    return sql.rows(
      `select email_key as email, array_agg(distinct lead_id) as "leadIds",
              coalesce(array_agg(distinct ${NAME}) filter (where ${NAME} <> ''), '{}') as names
         from (select id as lead_id, email_key, contact from lead where ${OF_PERSON[by]} and erased_at is null
                union all
               select lead_id, email_key, document->'contact' from inquiry
                where ${OF_INQUIRER[by]} and document is not null) as gave
        group by email_key order by min(lead_id::text) limit ${PERSONS_MAX}`,
      [keys],
      'erasure-persons',
    );
  }

  /** Returns the person's names in leads and inquiries that are not erased. */
  readNames(sql: Sql, { by, keys }: NamedPerson): Promise<string[]> {
    return sql.column(
      `select distinct ${NAME} as name
         from (select contact from lead where ${OF_PERSON[by]} and erased_at is null
                union all
               select document->'contact' from inquiry where ${OF_INQUIRER[by]}) as named`,
      [keys],
    );
  }

  /** Counts what an erasure would reach, and the different addresses and names that came with it. */
  async readExtent(sql: Sql, { by, keys }: NamedPerson): Promise<ErasureExtent> {
    return (await sql.row<ErasureExtent>(
      `with own as materialized (
         select id, email_key, contact from lead where ${OF_PERSON[by]} and erased_at is null),
       form as (
         select id from inquiry where lead_id in (select id from own)
          union
         select id from inquiry where ${OF_INQUIRER[by]})
       select count(*) filter (where not is_form)::int as leads, count(*) filter (where is_form)::int as inquiries,
              count(distinct email_key)::int as addresses,
              count(distinct nullif(lower(${NAME}), ''))::int as names
         from (select false as is_form, email_key, contact from own
                union all
               select true, email_key, document->'contact' from inquiry
                where id in (select id from form) and document is not null and became <> 'merged') as reached`,
      [keys],
    ))!;
  }

  /** Returns the person's leads that are not erased, as other data is found by them. */
  readOwn(sql: Sql, { by, keys }: NamedPerson): Promise<{ id: string; contact: LeadDocument['contact'] }[]> {
    return sql.rows(`select id, contact from lead where ${OF_PERSON[by]} and erased_at is null`, [keys]);
  }

  /** Includes erased leads. */
  hasLead(sql: Sql, id: string): Promise<boolean> {
    return sql.matches('select 1 from lead where id = $1', [id]);
  }
}

/** What an erasure would reach. */
export interface ErasureExtent {
  readonly leads: number;
  readonly inquiries: number;
  readonly addresses: number;
  readonly names: number;
}

interface Marked {
  readonly erasureId: string;
  readonly at: Instant;
}

/**
 * Erases personal data in all tables, as personalTables() lists it. Only this class writes tables of other stores,
 * because erasure must be reviewable in one place (docs/adr/0030).
 */
@Injectable()
export class ErasingStore {
  /** Requires that this transaction has locked the leads. @returns the number of rows by kind of data */
  async erase(tx: Tx, leadIds: readonly string[], { erasureId, at }: Marked): Promise<ErasedCounts> {
    return this.eraseIn(personalTables(), tx, leadIds, { erasureId, at });
  }

  /** Erases what subjects hold that are no leads. @returns the number of rows by kind of data */
  eraseFound(tx: Tx, tables: FoundByAddress['emptied'], ids: readonly string[]): Promise<ErasedCounts> {
    return this.eraseIn(Object.entries(tables), tx, ids);
  }

  private async eraseIn(
    tables: readonly [string, LeadTable][],
    tx: Tx,
    ids: readonly string[],
    marked?: Marked,
  ): Promise<ErasedCounts> {
    let erased: ErasedCounts = {};
    if (ids.length === 0) return erased;
    for (const [name, table] of tables) {
      if (Object.keys(table.personal).length === 0) continue;
      const row = await (marked !== undefined && name === 'lead'
        ? tx.one<Record<ErasedKind, number>>(statement(name, { ...table, also: MARK }), [
            ids,
            toIso(marked.at),
            marked.erasureId,
          ])
        : tx.one<Record<ErasedKind, number>>(statement(name, table), [ids]));
      erased = added(erased, row);
    }
    return erased;
  }

  /** This transaction must have locked their leads. @returns the number of rows by kind of data */
  async eraseInquiries(tx: Tx, ids: readonly string[]): Promise<ErasedCounts> {
    const row = await tx.one<Record<ErasedKind, number>>(statement('inquiry', INQUIRY_ALONE), [ids]);
    return added({}, row);
  }
}

const MARK = ['erased_at = $2', 'erasure_id = $3'];

/** Returns SQL that counts the data in rows and erases it. Both see the rows as before the statement. */
function statement(name: string, table: LeadTable): string {
  const { personal, also } = table;
  const kinds = new Set(Object.values(personal).map(({ what }) => what));
  const counts = [...kinds].map((kind) => {
    const holding = Object.values(personal).filter(({ what }) => what === kind);
    return `count(*) filter (where ${holding.map(({ holds }) => holds).join(' or ')})::int as "${kind}"`;
  });
  const assigned = [
    ...Object.entries(personal).map(([column, { becomes }]) => `${column} = ${becomes}`),
    ...(also ?? []),
  ];
  const anything = Object.values(personal).map(({ holds }) => holds);
  const which = also === undefined ? `(${anything.join(' or ')})` : 'true';
  return `with held as (select ${counts.join(', ')} from ${name} where ${isAbout(table)}),
    erased as (update ${name} set ${assigned.join(', ')} where ${isAbout(table)} and ${which})
    select * from held`;
}
