import { Injectable } from '@nestjs/common';
import { columnsFor, insertInto, valuesOf } from '../platform/sql/columns.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { pluck } from '../platform/values/group.js';
import { newId } from '../platform/values/ids.js';
import type { RepAndLead, UntoldNews } from './adding-up.js';
import type { NewNews, NewsOfAct } from './news-of-acts.js';

const column = columnsFor<NewNews>();
const NEW = [
  column.uuid('id', ({ at }) => newId(at)),
  column.text('act', ({ act }) => act),
  column.uuid('rep_id', ({ repId }) => repId),
  column.text('type', ({ type }) => type),
  column.uuid('lead_id', ({ leadId }) => leadId),
  column.json('data', ({ data }) => data),
  column.instant('quiet_until', ({ quietUntil }) => quietUntil),
  column.instant('tell_by', ({ tellBy }) => tellBy),
];
const INSERT = insertInto('news_of_act', NEW);
const COLUMNS = `news_of_act.id, news_of_act.act, news_of_act.rep_id as "repId", type, news_of_act.lead_id as "leadId", data`;
/** Takes the rows that are locked, which whoever changes the same leads waits for: then all that was untold is told. */
const TAKE = `taken as (
         delete from news_of_act using locked where news_of_act.id = locked.id returning ${COLUMNS}
       )
       select act, "repId", type, "leadId", data from taken order by id`;
const LOCK = 'order by news_of_act.id for no key update of news_of_act';

/** SQL condition of an act that is over, or is told although it goes on. */
const IS_OVER = 'max(quiet_until) <= $1 or min(tell_by) <= $1';
/** SQL condition for the pulse: whether an act is to be told. While none can be over, its acts are not looked at. */
export const NEWS_WAIT = `((select min(quiet_until) from news_of_act) <= $1
  and exists (select from news_of_act group by act having ${IS_OVER}))`;

/** What acts of the office have brought and nobody has been told yet. */
@Injectable()
export class NewsOfActsStore {
  async insertMany(tx: Sql, news: readonly NewNews[]): Promise<void> {
    if (news.length === 0) return;
    await tx.query(INSERT, valuesOf(news, NEW), 'news-insert');
  }

  /** Locks what some reps have not been told of some leads, so that no node tells it meanwhile. Oldest first. */
  async lockUntold(tx: Sql, some: readonly RepAndLead[]): Promise<UntoldNews[]> {
    if (some.length === 0) return [];
    return tx.rows(
      `select ${COLUMNS}
         from unnest($1::uuid[], $2::uuid[]) as asked (lead_id, rep_id)
         join news_of_act using (lead_id, rep_id) ${LOCK}`,
      [pluck(some, 'leadId'), pluck(some, 'repId')],
      'news-lock-untold',
    );
  }

  async deleteMany(tx: Sql, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await tx.query('delete from news_of_act where id = any ($1::uuid[])', [ids], 'news-delete');
  }

  /** Takes what acts that are over have brought, of some reps at a time. What one node takes, no other does. */
  takeOver(tx: Tx, now: Instant, reps: number): Promise<NewsOfAct[]> {
    return tx.rows(
      `with over as (
         select act from news_of_act group by act having ${IS_OVER}
       ), whose as (
         select distinct act, rep_id from news_of_act join over using (act) order by act, rep_id limit $2
       ), locked as materialized (
         select news_of_act.id from news_of_act join whose using (act, rep_id) ${LOCK}
       ), ${TAKE}`,
      [toIso(now), reps],
      'news-take-over',
    );
  }

  takeOf(tx: Tx, act: string): Promise<NewsOfAct[]> {
    return tx.rows(
      `with locked as materialized (select id from news_of_act where act = $1 ${LOCK}), ${TAKE}`,
      [act],
      'news-take-act',
    );
  }
}

export async function deleteNewsOf(tx: Sql, repIds: readonly string[]): Promise<void> {
  await tx.query('delete from news_of_act where rep_id = any ($1::uuid[])', [repIds]);
}
