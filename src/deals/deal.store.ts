import { Injectable } from '@nestjs/common';
import { advancePlace } from '../events/place.store.js';
import { isId } from '../platform/input/formats.js';
import { refsOf } from '../platform/input/path-ref.js';
import { inputRows, namesOf, valuesOf } from '../platform/sql/columns.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import { insertSet, lockFreeSet, lockSet, readSet, updateSet } from '../platform/sql/row-sets.js';
import { selectList } from '../platform/sql/table.js';
import type { Day } from '../platform/values/day.js';
import type { Instant } from '../platform/values/duration.js';
import type { Ref } from './accounts/account.table.js';
import { type Deal, HAS_NOT_WON, IS_HANDED_OVER, IS_MISSING, IS_OPEN_UNDER_CLOSED } from './deal.js';
import { DEAL, DEAL_REF, DEAL_STANDING } from './deal.table.js';
import { lastingOfAccounts } from './deal-contracts.store.js';
import { isSeenBy } from './deal-viewers.store.js';
import { DEALS_OF_LEADS } from './personal-data.js';

const STANDING_OF = [
  DEAL_STANDING.column('dealId', ({ id }: Deal) => id),
  DEAL_STANDING.column('seq', ({ eventSeq }: Deal) => eventSeq),
  DEAL_STANDING.column('at', ({ updatedAt }: Deal) => updatedAt),
  ...DEAL.columns('stage', 'type', 'category', 'probability', 'atRisk', 'accountId', 'ownerRepId'),
  ...DEAL.columns('amount', 'currency', 'expectedCloseAt'),
  DEAL_STANDING.column('startsOn', ({ term }: Deal) => term?.startsOn ?? null),
  ...DEAL.columns('wonAt'),
];
const SOLD_BY = `case when input.stage = 'won' then
  case when former.stage = 'won' then former.sold_by_rep_id else input.owner_rep_id end end`;
const KEEP_STANDING = `
  with former as (
    update deal_standing set until_at = input.at from ${inputRows(STANDING_OF)}
     where deal_standing.deal_id = input.deal_id and deal_standing.seq < input.seq and deal_standing.until_at is null
    returning deal_standing.deal_id, deal_standing.stage, deal_standing.sold_by_rep_id)
  insert into deal_standing (${namesOf(STANDING_OF)}, sold_by_rep_id)
  select input.*, ${SOLD_BY} from ${inputRows(STANDING_OF)} left join former on former.deal_id = input.deal_id
      on conflict do nothing`;

/** Stores deals as of their latest events. What they were stays: forecasts are requested as of any instant. */
async function keepStandings(tx: Sql, deals: readonly Deal[]): Promise<void> {
  await tx.query(KEEP_STANDING, valuesOf(deals, STANDING_OF), 'deal-keep-standings');
}

const DERIVED = ['startsOn', 'endsOn', 'noticeDays', 'autoRenewMonths', 'handedOver', 'amountIsYearly'] as const;
export const DEAL_ROW_COLUMNS = `${selectList(DEAL.without(...DERIVED), 'deal')},
  case when starts_on is not null then json_build_object(
         'startsOn', starts_on, 'endsOn', ends_on, 'noticeDays', notice_days, 'autoRenewMonths', auto_renew_months) end as term,
  (select coalesce(jsonb_object_agg(system, deal_ref.ref order by system), '{}') from deal_ref where deal_id = deal.id) as refs`;

const ID = DEAL.columns('id');
/** To the outcome of its lead. */
const CHANGING = [
  ...DEAL.without('id', 'createdAt', 'eventXid', ...DERIVED),
  DEAL.column('startsOn', ({ term }: Deal) => term?.startsOn ?? null),
  DEAL.column('endsOn', ({ term }: Deal) => term?.endsOn ?? null),
  DEAL.column('noticeDays', ({ term }: Deal) => term?.noticeDays ?? null),
  DEAL.column('autoRenewMonths', ({ term }: Deal) => term?.autoRenewMonths ?? null),
];
const NEW = [...ID, ...CHANGING, ...DEAL.columns('createdAt')];
const insert = insertSet<Deal>('deal', NEW, 'deal-insert');
const update = updateSet<Deal>('deal', ID, CHANGING, 'deal-update', advancePlace('deal'));
const insertRefs = insertSet<Ref>('deal_ref', DEAL_REF.columns(), 'deal-insert-refs');

/** Key of the advisory lock, unlike that of any other lock. */
const DEALS_LOCK = 7_301_982_353;
/** Longer than any transaction holds a lead, a handoff or an account, unless something is wrong. */
const WAITS_WITH_LOCK_MAX_MS = 100;

export function readDealNames(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
  return sql.map('select id, name from deal where id = any ($1::uuid[])', [ids]);
}

@Injectable()
export class DealStore {
  /** Returns the unfinished deals of a rep: open ones, and won ones that are not delivered. */
  readUnfinishedOf(sql: Sql, repId: string): Promise<string[]> {
    return sql.column(
      `select id from deal where owner_rep_id = $1 and (stage = 'open' or stage = 'won' and delivered_at is null) order by id`,
      [repId],
      'deal-unfinished-of',
    );
  }

  /**
   * Serializes all creation and change of accounts and deals, so that what is found by domain, name or external id is
   * created once. Call it before any other lock, so that a waiting transaction holds none. A transaction that holds it
   * and waits too long for a row starts over (`Lane.transaction`), so that one locked lead does not block all other
   * deals.
   */
  async lockAll(tx: Tx): Promise<void> {
    await tx.query(
      `select pg_advisory_xact_lock($1), set_config('lock_timeout', $2, true)`,
      [DEALS_LOCK, String(WAITS_WITH_LOCK_MAX_MS)],
      'deal-lock-all',
    );
  }

  async insertMany(tx: Sql, deals: readonly Deal[]): Promise<void> {
    if (deals.length === 0) return;
    await insert(tx, deals);
    await keepStandings(tx, deals);
    await insertRefs(tx, refsOf(deals));
  }

  /** Sends all statements at once: a caller that does not await them commits without a round trip in between. */
  async updateMany(tx: Tx, deals: readonly Deal[]): Promise<void> {
    if (deals.length === 0) return;
    await Promise.all([
      update(tx, deals),
      keepStandings(tx, deals),
      tx.query('delete from deal_ref where deal_id = any ($1::uuid[])', [deals.map(({ id }) => id)]),
      insertRefs(tx, refsOf(deals)),
    ]);
  }

  /**
   * Stores whether deals are handed over, after their handoffs are written. This locks deals after handoffs and still
   * cannot deadlock: whatever changes the state of a handoff holds the lock on all deals.
   */
  async noteHandedOver(tx: Sql, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await tx.query(
      `update deal set handed_over = now.so
         from (select id, ${IS_HANDED_OVER} as so from deal where id = any ($1::uuid[])) as now
        where deal.id = now.id and deal.handed_over <> now.so`,
      [ids],
      'deal-note-handed-over',
    );
  }

  /** Returns those of the deals that are won and not handed over. */
  async findMissing(sql: Sql, ids: readonly string[]): Promise<Set<string>> {
    const rows = await sql.column<string>(
      `select id from deal where id = any ($1::uuid[]) and ${IS_MISSING}`,
      [ids],
      'deal-missing',
    );
    return new Set(rows);
  }

  /** Stores the links to milestones and dispositions, once those are written. */
  readonly linkMany = updateSet<Deal>('deal', ID, DEAL.columns('dispositionId', 'milestoneId'), 'deal-link');

  /** Locks deals in the order of their ids. */
  readonly lockMany = lockSet<Deal>('deal', DEAL_ROW_COLUMNS, 'deal-lock');

  /** Like `lockMany`, but skips deals that others have locked. */
  readonly lockFree = lockFreeSet<Deal>('deal', DEAL_ROW_COLUMNS, 'deal-lock-free');

  readonly readMany = readSet<Deal>('deal', DEAL_ROW_COLUMNS, 'deal-read-many');

  /** The open deal of a lead: there is one at most. */
  async readOpenOfLead(sql: Sql, leadId: string): Promise<Deal | undefined> {
    if (!isId(leadId)) return undefined;
    return sql.row(
      `select ${DEAL_ROW_COLUMNS} from deal where lead_id = $1 and stage = 'open'`,
      [leadId],
      'deal-open-of-lead',
    );
  }

  /** Returns the won deals of leads that were brought along and that no other system has given an id. */
  findNamelessWinsOfLeads(sql: Sql, leadIds: readonly string[]): Promise<Pick<Deal, 'id' | 'leadId' | 'name'>[]> {
    return sql.rowsOf(
      `select id, lead_id as "leadId", name from deal
        where lead_id = any ($1::uuid[]) and stage = 'won' and brought_along and external_id is null
          and not exists (select from deal_ref where deal_ref.deal_id = deal.id)`,
      [leadIds],
    );
  }

  /** The ids of the open deals of leads, by lead: there is one each at most. */
  findOpenOfLeads(sql: Sql, leadIds: readonly string[]): Promise<Map<string, string>> {
    return sql.mapOf(`select lead_id, id from deal where lead_id = any ($1::uuid[]) and stage = 'open'`, [leadIds]);
  }

  readOpenOfLeads(
    sql: Sql,
    leadIds: readonly string[],
  ): Promise<Pick<Deal, 'id' | 'leadId' | 'name' | 'ownerRepId' | 'type'>[]> {
    return sql.rowsOf(
      `select id, lead_id as "leadId", name, owner_rep_id as "ownerRepId", type from deal
        where lead_id = any ($1::uuid[]) and stage = 'open'`,
      [leadIds],
      'deal-read-open-of-leads',
    );
  }

  /** Returns when the present deals of leads were open; `to` is null while one is. */
  readOpenTimes(
    sql: Sql,
    leadIds: readonly string[],
  ): Promise<{ leadId: string; type: Deal['type']; from: Instant; to: Instant | null }[]> {
    return sql.rowsOf(
      `select lead_id as "leadId", standing.type, at as "from", until_at as "to"
         from deal join deal_standing as standing on standing.deal_id = deal.id
        where lead_id = any ($1::uuid[]) and standing.stage = 'open'`,
      [leadIds],
      'deal-read-open-times',
    );
  }

  lockOpenOfLeads(tx: Tx, leadIds: readonly string[]): Promise<Deal[]> {
    return tx.rowsOf(
      `select ${DEAL_ROW_COLUMNS} from deal
        where lead_id = any ($1::uuid[]) and stage = 'open' order by id for no key update`,
      [leadIds],
      'deal-open-of-leads',
    );
  }

  /** The deal by which a milestone was reached, locked. */
  lockOfMilestone(tx: Tx, milestoneId: string): Promise<Deal | undefined> {
    return tx.row(
      `select ${DEAL_ROW_COLUMNS} from deal where milestone_id = $1 for no key update`,
      [milestoneId],
      'deal-lock-of-milestone',
    );
  }

  /** Returns for each lead the first won deal that did not win it, because another one did. */
  async findUnlinkedWins(tx: Sql, leadIds: readonly string[]): Promise<Map<string, Deal>> {
    const rows = await tx.rows<Deal>(
      `select distinct on (lead_id) ${DEAL_ROW_COLUMNS} from deal
        where lead_id = any ($1::uuid[]) and stage = 'won' and type <> 'renewal' and milestone_id is null
        order by lead_id, won_at, id`,
      [leadIds],
      'deal-unlinked-wins',
    );
    return new Map(rows.map((deal) => [deal.leadId!, deal]));
  }

  /** Finds deals that their leads do not agree with, at most one for each lead. */
  readOverdue(sql: Sql, after: string | null, limit: number): Promise<{ id: string; leadId: string }[]> {
    return sql.rows(
      `select distinct on (lead.id) deal.id, lead.id as "leadId" from deal join lead on lead.id = deal.lead_id
        where (${HAS_NOT_WON} or ${IS_OPEN_UNDER_CLOSED}) and ($2::uuid is null or lead.id > $2)
        order by lead.id, deal.stage desc, deal.won_at, deal.id limit $1`,
      [limit, after],
      'deal-overdue',
    );
  }

  /** Returns the milestones by which deals won these leads. */
  async findMilestones(tx: Sql, leadIds: readonly string[]): Promise<Set<string>> {
    return new Set(
      await tx.column<string>(
        'select milestone_id as id from deal where lead_id = any ($1::uuid[]) and milestone_id is not null',
        [leadIds],
        'deal-milestones',
      ),
    );
  }

  /** Records that the amounts of renewals are those of their terms. The caller has locked the deals. */
  async noteWhole(tx: Tx, dealIds: readonly string[]): Promise<void> {
    await tx.query(
      'update deal set amount_is_yearly = false where id = any ($1::uuid[])',
      [dealIds],
      'deal-note-whole',
    );
  }

  /** Returns the last days of won deals and of contracts, by account; null for one without an end. */
  readEndsOf(sql: Sql, accountIds: readonly string[]): Promise<Map<string, (Day | null)[]>> {
    return sql.mapOf(
      `select account_id as "accountId", array_agg(ends_on::text) as ends from (${lastingOfAccounts()}) as lasting
        where account_id = any ($1::uuid[]) group by account_id`,
      [accountIds],
      'deal-ends-of-accounts',
    );
  }

  findOfLeads(sql: Sql, leadIds: readonly string[]): Promise<string[]> {
    return sql.column(DEALS_OF_LEADS, [leadIds]);
  }

  async findByExternalId(sql: Sql, externalId: string): Promise<string | undefined> {
    const row = await sql.row<{ id: string }>('select id from deal where external_id = $1', [externalId]);
    return row?.id;
  }

  /** Returns the ids of deals by their external ids. */
  findByExternalIds(sql: Sql, externalIds: readonly string[]): Promise<Map<string, string>> {
    return sql.mapOf('select external_id, id from deal where external_id = any ($1::text[])', [externalIds]);
  }

  findByRefs(sql: Sql, refs: readonly Pick<Ref, 'system' | 'ref'>[]): Promise<Ref[]> {
    return sql.rowsOf(
      `select system, ref, deal_id as id from deal_ref
        where (system, ref) in (select unnest($1::text[]), unnest($2::text[]))`,
      [refs.map(({ system }) => system), refs.map((each) => each.ref)],
    );
  }

  isSeen(sql: Sql, id: string, repIds: readonly string[]): Promise<boolean> {
    return sql.matches(`select from deal where id = $1 and ${isSeenBy('deal', '$2::uuid[]')}`, [id, repIds]);
  }
}
