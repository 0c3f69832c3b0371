import { Injectable } from '@nestjs/common';
import type { Person } from '../contact/reach.js';
import { Turns } from '../platform/running/turns.js';
import { columnsFor, inputRows, valuesOf } from '../platform/sql/columns.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { portionsOf } from '../platform/values/group.js';
import { caseless } from '../platform/values/text.js';
import type { ExternalKey } from './external-key.js';
import { type LeadDocument, type LeadState, lengthOf } from './lead.js';
import {
  type AmendedLead,
  DOCUMENT_COLUMNS,
  DOCUMENT_ROW,
  INSERT,
  INSERT_WORDS,
  NEW_LEAD,
  NEW_WORDS,
  type NewLead,
  STATE_COLUMNS,
  STATE_ROW,
  UPDATE_DOCUMENTS,
  UPDATE_STATES,
  UPDATE_WORDS,
  WORDS_ROW,
} from './lead-columns.store.js';
import { OF_EMAIL, OF_PHONE } from './reading.js';

/**
 * The characters that one statement inserts at most: a thousand ordinary leads. Serializing sixteen megabytes at once
 * would block the event loop for a tenth of a second.
 */
const PORTION_LENGTH = 1024 * 1024;

export type LeadRow = LeadDocument & LeadState;
export type LeadForFeedback = Pick<
  LeadRow,
  | 'id'
  | 'submittedAt'
  | 'receivedAt'
  | 'clickIds'
  | 'consent'
  | 'contact'
  | 'company'
  | 'landingPage'
  | 'source'
  | 'test'
  | 'cycle'
> & {
  /** What the same person has sent since, oldest first, as far as it has clicks or was withdrawn. */
  readonly inquiries: readonly InquiryForFeedback[];
};

export interface InquiryForFeedback {
  readonly id: string;
  /** Of a merge that was taken back, those of the lead that is apart again. Empty if that person denies their use. */
  readonly clickIds: NonNullable<LeadDocument['clickIds']>;
  /** When the person sent it, or else when it was received. */
  readonly createdAt: Instant;
  /** Whether its merging was taken back. */
  readonly isWithdrawn: boolean;
}

export interface WaitingPlace {
  readonly since: Instant;
  readonly id: string;
}

const { text, boolean } = columnsFor<ExternalKey>();
export const EXTERNAL_KEY = [
  text('source_key', (key) => caseless(key.source)),
  text('external_id', (key) => key.externalId),
  boolean('test', (key) => key.test),
];

/** Whether any lead's words wait to be indexed, as a condition of the pulse. */
export const WORDS_WAIT = '(select lead_id from lead_words where not indexed order by lead_id limit 1) is not null';

/** A pool, and the instant up to which its offers have expired. */
interface EndedOffers {
  readonly poolId: string;
  readonly since: Instant;
}

/** The waiting leads to skip: some ids, and leads that can still be claimed. */
interface Passed {
  readonly except: readonly string[];
  readonly offers: readonly EndedOffers[];
}

/** @param at the number of the first of its two parameters, see `offersIn` */
const isOfferOver = (at: number) => `(waiting <> 'claim' or waiting_since <= coalesce(
  (select since from unnest($${at}::uuid[], $${at + 1}::timestamptz[]) as offer (by_pool, since) where by_pool = pool_id), 'infinity'))`;

function offersIn(offers: readonly EndedOffers[]): unknown[] {
  return [offers.map(({ poolId }) => poolId), offers.map(({ since }) => toIso(since))];
}

/** A lead that is known by its person, its source and when they asked. */
export interface KnownByPerson extends Pick<LeadDocument, 'source' | 'receivedAt' | 'emailKey' | 'phoneKey'> {
  readonly id: string;
}

const known = columnsFor<KnownByPerson>();
const KNOWN_BY = [
  known.uuid('id', ({ id }) => id),
  known.text('source_key', ({ source }) => caseless(source)),
  known.instant('received_at', ({ receivedAt }) => receivedAt),
  known.text('email_key', ({ emailKey }) => emailKey),
  known.text('phone_key', ({ phoneKey }) => phoneKey),
];
const repeatedBy = (key: string) => `select input.id from ${inputRows(KNOWN_BY)}
    join lead on lead.${key} = input.${key} and lead.received_at = input.received_at
             and lead.source_key = input.source_key and lead.erased_at is null`;
const REPEATED = `${repeatedBy('email_key')} union ${repeatedBy('phone_key')} where input.email_key is null`;

@Injectable()
export class LeadStore {
  async findMade(tx: Sql, ids: readonly string[]): Promise<Set<string>> {
    return new Set(await tx.columnOf<string>('select id from lead where id = any ($1::uuid[])', [ids]));
  }

  /** Returns the ids of those of which a lead of the same person, source and instant exists. */
  async findRepeated(sql: Sql, asked: readonly KnownByPerson[]): Promise<Set<string>> {
    if (asked.length === 0) return new Set();
    return new Set(await sql.column<string>(REPEATED, valuesOf(asked, KNOWN_BY), 'lead-repeated'));
  }

  /** Leads that are taken back leave their external ids to others. */
  async freeExternalIds(tx: Tx, ids: readonly string[]): Promise<void> {
    await tx.query('update lead set external_id = null where id = any ($1::uuid[])', [ids], 'lead-free-ids');
  }

  /** Sends the inserts without waiting for their results; later statements of the transaction see the leads. */
  async sendMany(tx: Tx, leads: readonly NewLead[]): Promise<void> {
    const turns = new Turns();
    for (const portion of portionsOf(leads, lengthOf, PORTION_LENGTH)) {
      tx.send(tx.query(INSERT, valuesOf(portion, NEW_LEAD), 'lead-insert'));
      await turns.next();
    }
    for (const portion of portionsOf(leads, lengthOf, PORTION_LENGTH)) {
      tx.send(tx.query(INSERT_WORDS, valuesOf(portion, NEW_WORDS), 'lead-insert-words'));
      await turns.next();
    }
  }

  async updateStates(tx: Sql, leads: readonly LeadState[]): Promise<void> {
    if (leads.length === 0) return;
    const rows = leads.map((lead) => ({ lead }));
    await tx.query(UPDATE_STATES, valuesOf(rows, STATE_ROW), 'lead-update-states');
  }

  async updateDocuments(tx: Sql, amended: readonly AmendedLead[]): Promise<void> {
    if (amended.length === 0) return;
    await Promise.all([
      tx.query(UPDATE_DOCUMENTS, valuesOf(amended, DOCUMENT_ROW), 'lead-update-documents'),
      tx.query(UPDATE_WORDS, valuesOf(amended, WORDS_ROW), 'lead-update-words'),
    ]);
  }

  /** Removes the warnings about leads whose number or address can be read by now. */
  async dropSettledIssues(tx: Sql, leadIds: readonly string[]): Promise<void> {
    await tx.query(
      `update lead set issues = (
         select coalesce(jsonb_agg(issue), '[]')::json from jsonb_array_elements_text(issues::jsonb) as issue
          where issue <> all (case when phone_key is null then '{}' else $2::text[] end)
            and issue <> all (case when email_key is null then '{}' else $3::text[] end))
        where id = any ($1::uuid[])`,
      [leadIds, OF_PHONE, OF_EMAIL],
    );
  }

  /** Marks the next words as indexed, oldest first; the search also finds unmarked ones. @returns how many */
  async indexWords(sql: Sql, limit: number): Promise<number> {
    const { count } = await sql.query(
      `update lead_words set indexed = true
         from (select lead_id from lead_words where not indexed
                order by lead_id limit $1
                  for no key update skip locked) as next
        where lead_words.lead_id = next.lead_id`,
      [limit],
      'word-index',
    );
    return count;
  }

  /** Locks leads in the order of their ids; ids of no lead are left out. */
  lockMany(tx: Sql, ids: readonly string[], withDocument: boolean): Promise<(LeadState & Partial<LeadDocument>)[]> {
    return tx.rows(
      `select ${STATE_COLUMNS}${withDocument ? `, ${DOCUMENT_COLUMNS}` : ''}
         from lead where id = any ($1::uuid[]) order by id for no key update`,
      [ids],
      withDocument ? 'lead-lock-documents' : 'lead-lock',
    );
  }

  readMany(sql: Sql, ids: readonly string[]): Promise<LeadRow[]> {
    return sql.rows(`select ${STATE_COLUMNS}, ${DOCUMENT_COLUMNS} from lead where id = any ($1::uuid[]) order by id`, [
      ids,
    ]);
  }

  /** Reads the fields of leads that ad platforms may need. */
  readForFeedback(sql: Sql, ids: readonly string[]): Promise<LeadForFeedback[]> {
    return sql.rowsOf(
      `select lead.id, submitted_at as "submittedAt", lead.received_at as "receivedAt", consent, contact, company,
              landing_page as "landingPage", lead.source, test, lead.cycle, lead.click_ids as "clickIds",
              array(
                select jsonb_build_object(
                         'id', inquiry.id,
                         'clickIds', coalesce(clicked.ids, '{}'),
                         'createdAt', floor(extract(epoch from
                           least(inquiry.received_at, (inquiry.document->>'submittedAt')::timestamptz)) * 1000)::bigint,
                         'isWithdrawn', withdrawn_at is not null)
                  from inquiry
                  left join lead as merged on merged.id = inquiry.merged_lead_id
                 cross join lateral (
                   select case when merged.consent->>'adUserData' = 'denied' then null
                               when withdrawn_at is null then inquiry.click_ids
                               else merged.click_ids end::jsonb as ids) as clicked
                 where inquiry.lead_id = lead.id and (clicked.ids is not null or withdrawn_at is not null)
                 order by inquiry.id) as inquiries
         from lead
        where lead.id = any ($1::uuid[])
        order by lead.id`,
      [ids],
      'lead-told',
    );
  }

  /** Locks those of the leads that no other transaction has locked, in the order of their ids. */
  lockFree(tx: Sql, ids: readonly string[], withDocument: boolean): Promise<(LeadState & Partial<LeadDocument>)[]> {
    return tx.rowsOf(
      `select ${STATE_COLUMNS}${withDocument ? `, ${DOCUMENT_COLUMNS}` : ''}
         from lead where id = any ($1::uuid[]) order by id for no key update skip locked`,
      [ids],
      withDocument ? 'lead-lock-free-documents' : 'lead-lock-free',
    );
  }

  /** Locks the first of the leads that exists, waiting for it if need be. */
  lockFirst(tx: Sql, ids: readonly string[], withDocument: boolean): Promise<(LeadState & Partial<LeadDocument>)[]> {
    return tx.rows(
      `select ${STATE_COLUMNS}${withDocument ? `, ${DOCUMENT_COLUMNS}` : ''}
         from lead where id = any ($1::uuid[]) order by id limit 1 for no key update`,
      [ids],
      withDocument ? 'lead-lock-first-documents' : 'lead-lock-first',
    );
  }

  /** Reads the documents of leads that this transaction has locked. */
  async readDocuments(tx: Sql, ids: readonly string[]): Promise<Map<string, LeadDocument>> {
    const rows = await tx.rows<LeadDocument & { id: string }>(
      `select id, ${DOCUMENT_COLUMNS} from lead where id = any ($1::uuid[])`,
      [ids],
      'lead-documents',
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Reads how persons can be reached, for leads that this transaction has locked. */
  async readPersons(tx: Sql, ids: readonly string[]): Promise<Map<string, Person>> {
    const rows = await tx.rowsOf<Person & { id: string }>(
      'select id, contact, phone_key as "phoneKey" from lead where id = any ($1::uuid[])',
      [ids],
      'lead-persons',
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Counts the leads that wait after a position, up to another or to the end. */
  countWaiting(
    tx: Sql,
    after: WaitingPlace | null,
    upTo: WaitingPlace | null,
    { except, offers }: Passed,
  ): Promise<number> {
    return tx.value(
      `select count(*)::int as waiting from lead
        where waiting is not null and ($1::timestamptz is null or (waiting_since, id) > ($1, $2::uuid))
          and ($3::timestamptz is null or (waiting_since, id) <= ($3, $4::uuid)) and id <> all ($5::uuid[])
          and ${isOfferOver(6)}`,
      [
        ...[after && toIso(after.since), after?.id ?? null, upTo && toIso(upTo.since), upTo?.id ?? null, except],
        ...offersIn(offers),
      ],
      'lead-count-waiting',
    );
  }

  /**
   * Locks waiting leads, oldest first, after a position; skips those locked by others.
   * @param among.pools the pools they wait for, with null for no pool; null for all leads, also those in named queues
   */
  lockWaitingMany(
    tx: Sql,
    after: WaitingPlace | null,
    { pools, except, offers }: { readonly pools: readonly (string | null)[] | null } & Passed,
    limit: number,
  ): Promise<LeadRow[]> {
    return tx.rows(
      `select ${STATE_COLUMNS}, ${DOCUMENT_COLUMNS}
         from lead
        where waiting is not null and ($1::timestamptz is null or (waiting_since, id) > ($1, $2::uuid))
          and ($3 or pool_id = any ($4::uuid[]) or ($5 and pool_id is null and queue_id is null)) and id <> all ($6::uuid[])
          and ${isOfferOver(8)}
        order by waiting_since, id
        limit $7
          for no key update skip locked`,
      [
        after && toIso(after.since),
        after?.id ?? null,
        pools === null,
        (pools ?? []).filter((id) => id !== null),
        pools?.includes(null) ?? false,
        except,
        limit,
        ...offersIn(offers),
      ],
      'lead-lock-waiting',
    );
  }
}
