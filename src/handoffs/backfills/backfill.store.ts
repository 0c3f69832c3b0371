import { Injectable } from '@nestjs/common';
import { IS_NOT_HANDED_OVER } from '../../deals/deal.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { insertSet } from '../../platform/sql/row-sets.js';
import { selectList } from '../../platform/sql/table.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import type { Backfill, BackfilledAccount, BackfilledStart, Candidate, PassedOver } from './backfill.js';
import { HANDOFF_BACKFILL, HANDOFF_BACKFILL_ACCOUNT } from './backfill.table.js';

/** The accounts to backfill: by their ids, or by their type and owner. */
interface BackfilledAccounts {
  readonly accountIds: readonly string[] | null;
  readonly type: string | null;
  readonly ownerRepId: string | null;
}

/** A backfill, and its progress. */
export interface BackfillProgress extends Backfill {
  readonly waiting: number;
  readonly begun: number;
  readonly passedOver: number;
  readonly firstAt: Instant | null;
  readonly lastAt: Instant | null;
}

const BACKFILL = HANDOFF_BACKFILL.columns();
const insert = insertSet<Backfill>('handoff_backfill', BACKFILL, 'backfill-insert');
const ACCOUNT = HANDOFF_BACKFILL_ACCOUNT.columns();
const insertAccounts = insertSet<BackfilledAccount>('handoff_backfill_account', ACCOUNT, 'backfill-account-insert');

const WAITS = 'handoff_id is null and passed_over is null';
const COUNTED = `${selectList(BACKFILL, 'backfill')}, counted.*`;
const COUNTS = `cross join lateral (
    select count(*) filter (where ${WAITS})::int as waiting, count(handoff_id)::int as begun,
           count(passed_over)::int as "passedOver", min(begins_at) as "firstAt", max(begins_at) as "lastAt"
      from handoff_backfill_account where backfill_id = backfill.id) as counted`;

@Injectable()
export class BackfillStore {
  /**
   * Returns what is known of accounts, in the order of their creation: all that exist of a list of ids, or else, by
   * type and owner, only those that would get a handoff.
   */
  readCandidates(
    sql: Sql,
    { accountIds, type, ownerRepId }: BackfilledAccounts,
    { kindId, start }: { readonly kindId: string; readonly start: BackfilledStart },
    limit: number,
  ): Promise<Candidate[]> {
    return sql.rows(
      `select account.id as "accountId", deal.id as "dealId", there.is as "isThere", planned.is as "isPlanned",
              case when $2 = 'deal.won' then deal.owner_rep_id else account.keeper_rep_id end as "giverRepId"
         from account
         left join lateral (
           select id, owner_rep_id from deal
            where account_id = account.id and stage = 'won' and type <> 'renewal' and $2 = 'deal.won'
            order by won_at desc, id desc limit 1) as deal on true
        cross join lateral (
          select exists (
            select from handoff
             where state <> 'cancelled'
               and case when $2 = 'deal.won' then deal_id = deal.id and starts_on = 'deal.won'
                   else account_id = account.id and kind_id = $1 end) as is) as there
        cross join lateral (
          select exists (
            select from handoff_backfill_account as waiting join handoff_backfill on handoff_backfill.id = waiting.backfill_id
             where waiting.account_id = account.id and kind_id = $1 and ${WAITS}) as is) as planned
        where ($3::uuid[] is null or account.id = any ($3))
          and ($4::text is null or account.type = $4)
          and ($5::uuid is null or account.keeper_rep_id = $5)
          and ($3 is not null or $2 <> 'deal.won' or account.id in (select account_id from deal where ${IS_NOT_HANDED_OVER}))
          and ($3 is not null or not there.is and not planned.is and ($2 <> 'deal.won' or deal.id is not null))
        order by account.id limit $6`,
      [kindId, start, accountIds, type, ownerRepId, limit],
      'backfill-candidates',
    );
  }

  async insert(tx: Tx, backfill: Backfill, accounts: readonly BackfilledAccount[]): Promise<void> {
    await insert(tx, [backfill]);
    await insertAccounts(tx, accounts);
  }

  find(sql: Sql, id: string): Promise<BackfillProgress | undefined> {
    return sql.row(
      `select ${COUNTED} from handoff_backfill as backfill ${COUNTS} where backfill.id = $1`,
      [id],
      'backfill-find',
    );
  }

  /** Returns a page, newest first, before an id. */
  readPage(sql: Sql, before: string | null, limit: number): Promise<BackfillProgress[]> {
    return sql.rows(
      `select ${COUNTED} from handoff_backfill as backfill ${COUNTS}
        where $1::uuid is null or backfill.id < $1 order by backfill.id desc limit $2`,
      [before, limit],
      'backfill-page',
    );
  }

  /** Returns a page of its accounts by their ids, after one. */
  readAccounts(sql: Sql, id: string, after: string | null, limit: number): Promise<BackfilledAccount[]> {
    return sql.rows(
      `select ${selectList(ACCOUNT)} from handoff_backfill_account
        where backfill_id = $1 and ($2::uuid is null or account_id > $2) order by account_id limit $3`,
      [id, after, limit],
      'backfill-accounts',
    );
  }

  /**
   * Returns accounts that are due, the earliest first, each with its backfill and kind. The caller has the lock of all
   * deals.
   */
  readDue(
    sql: Sql,
    now: Instant,
    limit: number,
    except: readonly string[],
  ): Promise<{ readonly backfillId: string; readonly accountId: string; readonly kindId: string }[]> {
    return sql.rows(
      `select backfill_id as "backfillId", account_id as "accountId", kind_id as "kindId"
         from handoff_backfill_account join handoff_backfill on handoff_backfill.id = backfill_id
        where ${WAITS} and begins_at <= $1 and account_id <> all ($3::uuid[])
        order by begins_at, backfill_id, account_id limit $2`,
      [toIso(now), limit, except],
      'backfill-due',
    );
  }

  /** Stores what has become of accounts that were due. */
  async settle(
    tx: Tx,
    settled: readonly (Pick<BackfilledAccount, 'backfillId' | 'accountId' | 'handoffId'> & {
      readonly passedOver: PassedOver | null;
    })[],
  ): Promise<void> {
    if (settled.length === 0) return;
    await tx.query(
      `update handoff_backfill_account as waiting set handoff_id = input.handoff_id, passed_over = input.passed_over
         from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) as input (backfill_id, account_id, handoff_id, passed_over)
        where waiting.backfill_id = input.backfill_id and waiting.account_id = input.account_id`,
      [
        settled.map(({ backfillId }) => backfillId),
        settled.map(({ accountId }) => accountId),
        settled.map(({ handoffId }) => handoffId),
        settled.map(({ passedOver }) => passedOver),
      ],
      'backfill-settle',
    );
  }

  /** Calls a backfill off, and passes over all of its accounts that still wait. */
  async callOff(tx: Tx, id: string, at: Instant): Promise<void> {
    await tx.query(
      'update handoff_backfill set called_off_at = $2 where id = $1 and called_off_at is null',
      [id, toIso(at)],
      'backfill-call-off',
    );
    await tx.query(
      `update handoff_backfill_account set passed_over = 'calledOff' where backfill_id = $1 and ${WAITS}`,
      [id],
      'backfill-call-off-accounts',
    );
  }
}
