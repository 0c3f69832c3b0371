import { Injectable } from '@nestjs/common';
import { columnsFor, insertInto, valuesOf } from '../platform/sql/columns.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { newId } from '../platform/values/ids.js';
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
const TAKEN = `news_of_act.id, news_of_act.act, news_of_act.rep_id as "repId", type, lead_id as "leadId", data`;

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

  /** Takes what acts that are over have brought, of some reps at a time. What one node takes, no other does. */
  takeOver(tx: Tx, now: Instant, reps: number): Promise<NewsOfAct[]> {
    return tx.rows(
      `with over as (
         select act from news_of_act group by act having ${IS_OVER}
       ), whose as (
         select distinct act, rep_id from news_of_act join over using (act) order by act, rep_id limit $2
       ), taken as (
         delete from news_of_act using whose
          where news_of_act.act = whose.act and news_of_act.rep_id = whose.rep_id
         returning ${TAKEN}
       )
       select act, "repId", type, "leadId", data from taken order by id`,
      [toIso(now), reps],
      'news-take-over',
    );
  }

  takeOf(tx: Tx, act: string): Promise<NewsOfAct[]> {
    return tx.rows(
      `with taken as (delete from news_of_act where act = $1 returning ${TAKEN})
       select act, "repId", type, "leadId", data from taken order by id`,
      [act],
      'news-take-act',
    );
  }
}

export async function deleteNewsOf(tx: Sql, repId: string): Promise<void> {
  await tx.query('delete from news_of_act where rep_id = $1', [repId]);
}
