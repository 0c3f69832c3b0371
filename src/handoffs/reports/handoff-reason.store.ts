import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/sql/database.js';
import { toIso } from '../../platform/values/duration.js';
import { AMONG, type HandoffScope } from './handoff-count.store.js';
import { HANDOFF_STAGE_RULES } from './handoff-counts.js';
import { type HandoffReason, saidSql } from './handoff-reason.js';

const LESSONS_MAX = 3;
const LISTED_MAX = 10;
const { kind: FORM_CLOCK, of: IS_FORM } = HANDOFF_STAGE_RULES.form;

/** How often handoffs of a span were warned of, and amended after the handover. */
interface HandoffChases {
  readonly warnings: number;
  readonly amendments: number;
}

/** Reads what holds handoffs up, why they are handed over incomplete, and where they are chased. */
@Injectable()
export class HandoffReasonStore {
  constructor(private readonly database: Database) {}

  /** Returns the most frequent reasons first. @param erased the text in place of what was erased, which is left out */
  async readFrequent(scope: Scope, limit: number, erased: string): Promise<HandoffReason[]> {
    return this.read<HandoffReason>(
      `with told as materialized (
         select 'blocker' as what, blocker.text, blocker.lesson, blocker.resolved_at is null as is_open, given.id as handoff_id,
                blocker.raised_at as at, null::uuid as decider, given.kind_id, null as standing
           from handoff as given join handoff_blocker as blocker on blocker.handoff_id = given.id
          where blocker.text <> $5 and ${AMONG}
         union all
         select 'exception', given.exception_reason, null, false, given.id,
                given.started_at, given.exception_decider_rep_id, given.kind_id, clock.state
           from handoff as given
           left join lateral (
             select state from clock where clock.handoff_id = given.id and clock.kind = '${FORM_CLOCK}' and ${IS_FORM}
              order by id desc limit 1) as clock on true
          where given.exception_reason <> $5 and ${AMONG}),
       -- What a kind knows by name may be said with more words around it; the longest name that is said is meant.
       known as (
         select distinct on (told.kind_id, told.text) told.kind_id, told.text, each->>'name' as name, each->>'treatment' as treatment
           from (select distinct kind_id, text from told) as told
           join handoff_kind on handoff_kind.id = told.kind_id, jsonb_array_elements(handoff_kind.exceptions) as each
          where strpos(${saidSql('told.text')}, ${saidSql(`each->>'name'`)}) > 0
          order by told.kind_id, told.text, length(each->>'name') desc),
       grouped as (
         select told.*, known.treatment, coalesce(known.name, told.text) as said, ${saidSql('coalesce(known.name, told.text)')} as key
           from told left join known on known.kind_id = told.kind_id and known.text = told.text),
       decided as (
         select what, key, decider, count(*)::int as times,
                row_number() over (partition by what, key order by count(*) desc, decider) as place
           from grouped where decider is not null group by 1, 2, 3),
       learnt as (
         select what, key, lesson, max(at) as at, row_number() over (partition by what, key order by max(at) desc, lesson) as place
           from grouped where lesson is not null and lesson <> $5 group by 1, 2, 3)
       select what, (array_agg(said order by at desc))[1] as text, count(*)::int as times,
              count(distinct handoff_id)::int as handoffs,
              to_jsonb(coalesce(array_agg(distinct treatment) filter (where treatment is not null), '{}')) as treatments,
              coalesce((select jsonb_agg(jsonb_build_object('repId', decider, 'times', decided.times) order by place)
                          from decided where decided.what = grouped.what and decided.key = grouped.key
                           and place <= ${LISTED_MAX}), '[]') as deciders,
              count(*) filter (where standing = 'met')::int as "madeUpFor",
              count(*) filter (where standing = 'breached')::int as overdue,
              count(*) filter (where standing = 'running')::int as pending,
              count(*) filter (where is_open)::int as open,
              coalesce((select jsonb_agg(lesson order by at desc)
                          from learnt where learnt.what = grouped.what and learnt.key = grouped.key
                           and place <= ${LESSONS_MAX}), '[]') as lessons,
              to_jsonb((array_agg(distinct kind_id))[1:${LISTED_MAX}]) as "kindIds"
         from grouped
        group by what, key
        order by times desc, handoffs desc, max(at) desc, what, key limit $6`,
      [...valuesOf(scope), erased, limit],
    );
  }

  /**
   * Returns the worth of the deals behind handoffs: of those that wait for a receiver or the giver now, and of those
   * that were lost after they had been handed over. Deals without an amount are left out.
   */
  readMoney(scope: Scope): Promise<MoneyOfDeals[]> {
    return this.read<MoneyOfDeals>(
      `select currency, count(*) filter (where waits)::int as "waitingDeals",
              coalesce(sum(amount) filter (where waits), 0)::text as "waitingAmount",
              count(*) filter (where is_lost)::int as "lostDeals",
              coalesce(sum(amount) filter (where is_lost), 0)::text as "lostAmount"
         from (select deal.id, deal.currency, deal.amount, deal.stage = 'lost' as is_lost,
                      bool_or(given.state = 'running' and exists (
                        select from handoff_receiver as receiver
                         where receiver.handoff_id = given.id and receiver.state in ('waiting', 'returned'))) as waits
                 from handoff as given join deal on deal.id = given.deal_id
                where deal.amount is not null and ${AMONG} group by deal.id) as behind
        where waits or is_lost group by currency order by currency`,
      valuesOf(scope),
    );
  }

  async readChases(scope: Scope): Promise<HandoffChases> {
    const [chases] = await this.read<HandoffChases>(
      `select
         (select count(*)::int from handoff as given join event on event.subject_id = given.id
           where event.type = 'sla.warned' and event.occurred_at >= $1 and ${AMONG}) as warnings,
         (select coalesce(sum(versions - 1), 0)::int
            from (select count(*) as versions from handoff as given join handoff_form on handoff_form.handoff_id = given.id
                   where ${AMONG} group by given.id) as saved) as amendments`,
      valuesOf(scope),
    );
    return chases!;
  }

  private read<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
    return this.database.reads.snapshot(async (tx) => {
      // As in the report, a span is read as a whole.
      await tx.query(`select set_config('enable_seqscan', 'on', true), set_config('work_mem', '32MB', true)`);
      return tx.rows<Row>(text, [...values]);
    });
  }
}

/** The worth of the deals in a currency that wait or were lost; amounts are decimal numbers. */
export interface MoneyOfDeals {
  readonly currency: string;
  readonly waitingDeals: number;
  readonly waitingAmount: string;
  readonly lostDeals: number;
  readonly lostAmount: string;
}

type Scope = Pick<HandoffScope, 'span' | 'kindId' | 'repIds'>;

function valuesOf({ span, kindId, repIds }: Scope): unknown[] {
  return [toIso(span.from), toIso(span.to), kindId, repIds];
}
