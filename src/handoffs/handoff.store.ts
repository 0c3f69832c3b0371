import { Injectable } from '@nestjs/common';
import { leadOfDeal } from '../deals/personal-data.js';
import { advancePlace } from '../events/place.store.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import { insertSet, lockFreeSet, lockSet, readSet, updateSet } from '../platform/sql/row-sets.js';
import type { JsonRecord } from '../platform/sql/sql.js';
import { type Row, selectList } from '../platform/sql/table.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import type { Handoff, HandoffTime } from './handoff.js';
import { GROUPED, HANDOFF, HANDOFF_FORM, HANDOFF_TIME } from './handoff.table.js';

export type KeptForm = Row<typeof HANDOFF_FORM>;

/** The form that was last filled in for a deal. */
interface LatestForm extends Pick<Handoff, 'id' | 'kindId' | 'kindVersion' | 'form' | 'prefills' | 'copied'> {
  readonly dealId: string;
}

/** An earlier handoff of an account. */
export interface EarlierHandoff extends Pick<Handoff, 'id' | 'kindId' | 'kindVersion' | 'form' | 'copied'> {
  readonly accountId: string;
  readonly leadId: string | null;
}

const PLAIN = HANDOFF.without(...GROUPED);
export const HANDOFF_COLUMNS = `${selectList(PLAIN, 'handoff')},
  case when handoff.exception_reason is not null then json_build_object('deciderRepId', handoff.exception_decider_rep_id,
    'reason', handoff.exception_reason, 'completeBy', (extract(epoch from handoff.exception_complete_by) * 1000)::bigint) end as exception,
  case when handoff.client_told_at is not null then json_build_object('at', (extract(epoch from handoff.client_told_at) * 1000)::bigint,
    'note', handoff.client_told_note, 'touchId', handoff.client_told_touch_id) end as "clientTold",
  case when handoff.client_word_at is not null then json_build_object('at', (extract(epoch from handoff.client_word_at) * 1000)::bigint,
    'note', handoff.client_word_note) end as "clientWord"`;

const IN_GROUPS = [
  HANDOFF.column('exceptionDeciderRepId', ({ exception }: Handoff) => exception?.deciderRepId ?? null),
  HANDOFF.column('exceptionReason', ({ exception }: Handoff) => exception?.reason ?? null),
  HANDOFF.column('exceptionCompleteBy', ({ exception }: Handoff) => exception?.completeBy ?? null),
  HANDOFF.column('clientToldAt', ({ clientTold }: Handoff) => clientTold?.at ?? null),
  HANDOFF.column('clientToldNote', ({ clientTold }: Handoff) => clientTold?.note ?? null),
  HANDOFF.column('clientToldTouchId', ({ clientTold }: Handoff) => clientTold?.touchId ?? null),
  HANDOFF.column('clientWordAt', ({ clientWord }: Handoff) => clientWord?.at ?? null),
  HANDOFF.column('clientWordNote', ({ clientWord }: Handoff) => clientWord?.note ?? null),
];
const ALL = [...HANDOFF.without('eventXid', ...GROUPED), ...IN_GROUPS];
const CHANGING = [
  ...HANDOFF.without('id', 'kindId', 'startsOn', 'dealId', 'createdAt', 'eventXid', ...GROUPED),
  ...IN_GROUPS,
];
const KEPT = HANDOFF_FORM.columns();

@Injectable()
export class HandoffStore {
  readonly insertMany = insertSet<Handoff>('handoff', ALL, 'handoff-insert');

  readonly updateMany = updateSet<Handoff>(
    'handoff',
    HANDOFF.columns('id'),
    CHANGING,
    'handoff-update',
    advancePlace('handoff'),
  );

  readonly keepForms = insertSet<KeptForm>('handoff_form', KEPT, 'handoff-form-insert');

  /** Stores working time, which is counted once, at the end. */
  readonly keepTimes = insertSet<HandoffTime>('handoff_time', HANDOFF_TIME.columns(), 'handoff-time-insert');

  /** Locks handoffs in the order of their ids. Skips ids that no handoff has. */
  readonly lockMany = lockSet<Handoff>('handoff', HANDOFF_COLUMNS, 'handoff-lock');

  /** Locks those handoffs that no other transaction has locked. */
  readonly lockFree = lockFreeSet<Handoff>('handoff', HANDOFF_COLUMNS, 'handoff-lock-free');

  readonly readMany = readSet<Handoff>('handoff', HANDOFF_COLUMNS, 'handoff-read');

  /** Returns the latest handoff of each deal that starts with its win and is not cancelled. */
  readOfWins(sql: Sql, dealIds: readonly string[]): Promise<Handoff[]> {
    return sql.rowsOf(
      `select distinct on (deal_id) ${HANDOFF_COLUMNS} from handoff
        where deal_id = any ($1::uuid[]) and starts_on = 'deal.won' and state <> 'cancelled' order by deal_id, id desc`,
      [dealIds],
      'handoff-of-wins',
    );
  }

  /**
   * Finds the handoffs that began after the deals were won, at delivery or before a renewal, and that are not over: a
   * done one may still owe the client word.
   */
  findOwingSinceWins(sql: Sql, dealIds: readonly string[]): Promise<string[]> {
    return sql.columnOf(
      `select id from handoff
        where deal_id = any ($1::uuid[]) and starts_on in ('delivery.completed', 'renewal.due')
          and (state in ('draft', 'running')
               or state = 'done' and exists (select from clock where handoff_id = handoff.id and clock.state = 'running'))`,
      [dealIds],
      'handoff-owing-since-wins',
    );
  }

  /** Finds the running handoffs of deals that were begun by hand. */
  findRunningByHand(sql: Sql, dealIds: readonly string[]): Promise<string[]> {
    return sql.columnOf(
      `select id from handoff where deal_id = any ($1::uuid[]) and starts_on = 'manual' and state = 'running'`,
      [dealIds],
      'handoff-running-by-hand',
    );
  }

  /** Returns the handoffs that began when a deal was delivered, oldest first, without cancelled ones. */
  readOfDelivery(sql: Sql, dealId: string): Promise<Handoff[]> {
    return sql.rows(
      `select ${HANDOFF_COLUMNS} from handoff
        where deal_id = $1 and starts_on = 'delivery.completed' and state <> 'cancelled' order by id`,
      [dealId],
      'handoff-of-delivery',
    );
  }

  /** Returns the handoffs of deliveries that were handed over, the oldest first. */
  readOfDeliveries(sql: Sql, dealIds: readonly string[]): Promise<Handoff[]> {
    return sql.rowsOf(
      `select ${HANDOFF_COLUMNS} from handoff
        where deal_id = any ($1::uuid[]) and starts_on = 'delivery.completed' and state in ('running', 'done') order by id`,
      [dealIds],
      'handoff-of-deliveries',
    );
  }

  /**
   * Finds the handoffs with a promise to tell the client what happens next, for deals that came of these leads.
   * @param at handoffs whose client was told by this instant are left out
   */
  findClientNotNotified(sql: Sql, leadIds: readonly string[], at: Instant): Promise<string[]> {
    return sql.columnOf(
      `select handoff.id from deal join handoff on handoff.deal_id = deal.id
        where deal.lead_id = any ($1::uuid[]) and handoff.state in ('running', 'done')
          and (handoff.client_told_at is null or handoff.client_told_at > $2)
          and exists (select from clock where clock.handoff_id = handoff.id and clock.kind = 'handoffClientTold')`,
      [leadIds, toIso(at)],
      'handoff-untold',
    );
  }

  /**
   * Finds the handoffs of a lead's deals whose client was told by a touch, and whether each was replaced: its deal was
   * reopened and then won or delivered again.
   */
  findNotifiedByTouch(sql: Sql, leadId: string, touchId: string): Promise<Map<string, boolean>> {
    return sql.map(
      `select handoff.id, exists (
                select from handoff as later
                 where later.deal_id = deal.id and later.id > handoff.id and later.state <> 'cancelled'
                   and later.starts_on = handoff.starts_on
                   and (later.starts_on = 'deal.won'
                        or later.starts_on = 'delivery.completed' and later.kind_id = handoff.kind_id)) as "isReplaced"
         from deal join handoff on handoff.deal_id = deal.id
        where deal.lead_id = $1 and handoff.client_told_touch_id = $2`,
      [leadId, touchId],
    );
  }

  /**
   * Returns the newest form for each deal and kind that starts with a win, whatever became of its handoff; newest
   * first.
   */
  readLatestForms(sql: Sql, dealIds: readonly string[]): Promise<LatestForm[]> {
    return sql.rowsOf(
      `select * from (
         select distinct on (deal_id, kind_id) deal_id as "dealId", id, kind_id as "kindId", kind_version as "kindVersion",
                form, prefills, copied from handoff
          where deal_id = any ($1::uuid[]) and starts_on = 'deal.won' order by deal_id, kind_id, id desc) as latest
        order by id desc`,
      [dealIds],
      'handoff-latest-forms',
    );
  }

  /** Returns the handoffs last started for each account, newest first, with the leads of their deals. */
  readEarlier(sql: Sql, accountIds: readonly string[], most: number): Promise<EarlierHandoff[]> {
    return sql.rowsOf(
      `select handoff.id, handoff.kind_id as "kindId", handoff.kind_version as "kindVersion", asked.id as "accountId",
              handoff.form, handoff.copied, ${leadOfDeal('handoff.deal_id')} as "leadId"
         from unnest($1::uuid[]) as asked (id)
        cross join lateral (
          select * from handoff as given
           where given.account_id = asked.id and given.state in ('running', 'done')
           order by given.started_at desc, given.id desc limit $2) as handoff
        order by handoff.started_at desc, handoff.id desc`,
      [accountIds, most],
      'handoff-earlier',
    );
  }

  /**
   * Returns the handoff by which each deal was handed over when it was won, with its form as it is now and the lead
   * of its deal. For a deal that renews a contract, that is the handoff of the deal by which the contract was
   * sold.
   */
  readHandedOver(
    sql: Sql,
    dealIds: readonly string[],
  ): Promise<(Omit<EarlierHandoff, 'accountId'> & { readonly dealId: string })[]> {
    return sql.rowsOf(
      `select distinct on (asked.id) handoff.id, handoff.kind_id as "kindId", handoff.kind_version as "kindVersion",
              asked.id as "dealId", handoff.form, handoff.copied, ${leadOfDeal('deal.id')} as "leadId"
         from deal as asked
         join deal on deal.id = case when asked.contract_term is null then asked.id else asked.follows_deal_id end
         join handoff on handoff.deal_id = deal.id
        where asked.id = any ($1::uuid[]) and handoff.starts_on = 'deal.won' and handoff.state in ('running', 'done')
        order by asked.id, handoff.id desc`,
      [dealIds],
      'handoff-handed-over',
    );
  }

  /** Finds the handoffs for renewals of a deal and of the contract that came of it, without cancelled ones. */
  findRenewals(sql: Sql, dealId: string): Promise<string[]> {
    return sql.column(
      `select id from handoff
        where deal_id in (select id from deal where id = $1 or follows_deal_id = $1 and contract_term is not null)
          and starts_on = 'renewal.due' and state <> 'cancelled'`,
      [dealId],
      'handoff-renewals',
    );
  }

  /** Returns the stored versions of a form, oldest first. */
  readForms(sql: Sql, handoffId: string): Promise<KeptForm[]> {
    return sql.rows(
      `select ${selectList(KEPT)} from handoff_form
        where handoff_id = $1 order by version`,
      [handoffId],
    );
  }

  /** Returns when handoffs were amended, each time with the resulting version of the form; oldest first. */
  readAmendments(sql: Sql, ids: readonly string[]): Promise<Pick<KeptForm, 'handoffId' | 'version' | 'savedAt'>[]> {
    return sql.rows(
      `select handoff_id as "handoffId", version, saved_at as "savedAt" from handoff_form as kept
        where handoff_id = any ($1::uuid[])
          and version > (select min(version) from handoff_form where handoff_id = kept.handoff_id)
        order by handoff_id, version`,
      [ids],
      'handoff-amendments',
    );
  }

  /** Returns the form as it was first handed over. */
  readOriginal(sql: Sql, handoffId: string): Promise<KeptForm | undefined> {
    return sql.row(
      `select ${selectList(KEPT)} from handoff_form where handoff_id = $1 order by version limit 1`,
      [handoffId],
      'handoff-form-original',
    );
  }

  /** Finds open deals without a draft or running handoff for their win, in the order of their ids, after one. */
  readDealsWithout(sql: Sql, after: string | null, limit: number, except: readonly string[]): Promise<string[]> {
    return sql.column(
      `select id from deal
        where stage = 'open' and id <> all ($2::uuid[]) and ($3::uuid is null or id > $3) and not exists (
          select from handoff where deal_id = deal.id and starts_on = 'deal.won' and state in ('draft', 'running'))
        order by id limit $1`,
      [limit, except, after],
      'handoff-deals-without',
    );
  }
}

/** A form without an erased person, as it is now or in one of its versions. */
export interface ErasedForm {
  readonly handoffId: string;
  /** Null for the present form. */
  readonly version: number | null;
  readonly form: JsonRecord;
}

export async function writeErasedForms(tx: Tx, forms: readonly ErasedForm[]): Promise<void> {
  const given = JSON.stringify(forms);
  await tx.query(
    `update handoff set form = given.form
       from jsonb_to_recordset($1::jsonb) as given ("handoffId" uuid, version integer, form jsonb)
      where handoff.id = given."handoffId" and given.version is null`,
    [given],
  );
  await tx.query(
    `update handoff_form set form = given.form
       from jsonb_to_recordset($1::jsonb) as given ("handoffId" uuid, version integer, form jsonb)
      where handoff_form.handoff_id = given."handoffId" and handoff_form.version = given.version`,
    [given],
  );
}
