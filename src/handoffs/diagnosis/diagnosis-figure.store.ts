import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/sql/database.js';
import { type Interval, toIso } from '../../platform/values/duration.js';
import { amongSql } from '../reports/handoff-count.store.js';
import { HANDOFF_STAGES, OF_PARTIES, stageSql } from '../reports/handoff-counts.js';
import { saidSql } from '../reports/handoff-reason.js';

/** A period of which the figures are read. */
export interface FigurePeriod {
  readonly span: Interval;
  /** Null for all kinds. */
  readonly kindId: string | null;
}

/** What the figures of actions are made of. */
export interface PeriodFigures {
  readonly receivers: number;
  readonly returns: number;
  /** Returns that went out again. */
  readonly redone: number;
  readonly missed: number;
  readonly escalations: number;
  readonly questions: number;
  readonly warnings: number;
  readonly exceptions: readonly {
    readonly text: string;
    readonly times: number;
    /** Whether a kind knows it by this name. */
    readonly isKnown: boolean;
  }[];
}

const STAGE = stageSql(HANDOFF_STAGES);

/** Reads the figures of many periods at once, by the same rules as the report of handoffs. */
@Injectable()
export class DiagnosisFigureStore {
  constructor(private readonly database: Database) {}

  /**
   * Returns the figures in the order of the periods.
   * @param repIds only handoffs that these reps gave or receive; null for all
   * @param erased the text in place of what was erased, which is left out
   */
  readMany(
    periods: readonly FigurePeriod[],
    repIds: readonly string[] | null,
    erased: string,
  ): Promise<PeriodFigures[]> {
    const columns = [
      periods.map((_, place) => place),
      periods.map(({ span }) => toIso(span.from)),
      periods.map(({ span }) => toIso(span.to)),
      periods.map(({ kindId }) => kindId),
    ];
    return this.database.reads.snapshot(async (tx) => {
      // As in the report, a span is read as a whole.
      await tx.query(`select set_config('enable_seqscan', 'on', true), set_config('work_mem', '32MB', true)`);
      return tx.rows<PeriodFigures>(FIGURES_SQL, [...columns, repIds, erased]);
    });
  }
}

const AMONG = amongSql({ from: 'period.begins_at', to: 'period.ends_at', kindId: 'period.kind_id', repIds: '$5' });

const FIGURES_SQL = `with period as (
     select place, begins_at, ends_at, kind_id
       from unnest($1::int[], $2::timestamptz[], $3::timestamptz[], $4::uuid[]) as period (place, begins_at, ends_at, kind_id)),
   given as materialized (
     select period.place as period, period.begins_at, given.id, given.kind_id, given.exception_reason
       from period join handoff as given on ${AMONG}),
   passed_on as (
     select given.period, coalesce(sum(receiver.returns), 0)::int as returns,
            count(*) filter (where receiver.stage is null or receiver.begun_at is not null)::int as receivers
       from given join handoff_receiver as receiver on receiver.handoff_id = given.id group by 1),
   asked_of as (
     select given.period, count(*)::int as questions
       from given
       join handoff_receiver as receiver on receiver.handoff_id = given.id
       join handoff_question as asked on asked.handoff_id = given.id and asked.place = receiver.place and ${OF_PARTIES}
      group by 1),
   promised as (
     select given.period, count(*) filter (where clock.state = 'breached')::int as missed,
            count(*) filter (where clock.state = 'breached' and clock.progress > 0)::int as escalations,
            count(*) filter (where ${STAGE} = 'rework' and clock.met_at is not null)::int as redone
       from given
       join clock on clock.handoff_id = given.id
       left join handoff_question as asked on clock.kind = 'handoffQuestion'
        and asked.handoff_id = clock.handoff_id and asked.number = clock.step
      where ${STAGE} is not null group by 1),
   warned as (
     select given.period, count(*)::int as warnings
       from given join event on event.subject_id = given.id
      where event.type = 'sla.warned' and event.occurred_at >= given.begins_at group by 1),
   -- As in the report of reasons, the longest name that is said is meant.
   said as (
     select given.period, coalesce(known.name, given.exception_reason) as text, known.name is not null as is_known
       from given
       left join lateral (
         select each->>'name' as name
           from handoff_kind, jsonb_array_elements(handoff_kind.exceptions) as each
          where handoff_kind.id = given.kind_id
            and strpos(${saidSql('given.exception_reason')}, ${saidSql(`each->>'name'`)}) > 0
          order by length(each->>'name') desc limit 1) as known on true
      where given.exception_reason <> $6),
   counted as (
     select period, min(text) as text, count(*)::int as times, bool_or(is_known) as is_known
       from said group by period, ${saidSql('text')}),
   excepted as (
     select period, jsonb_agg(jsonb_build_object('text', text, 'times', times, 'isKnown', is_known)) as exceptions
       from counted group by 1)
   select coalesce(receivers, 0) as receivers, coalesce(returns, 0) as returns, coalesce(redone, 0) as redone,
          coalesce(missed, 0) as missed, coalesce(escalations, 0) as escalations, coalesce(questions, 0) as questions,
          coalesce(warnings, 0) as warnings, coalesce(exceptions, '[]') as exceptions
     from period
     left join passed_on on passed_on.period = period.place
     left join asked_of on asked_of.period = period.place
     left join promised on promised.period = period.place
     left join warned on warned.period = period.place
     left join excepted on excepted.period = period.place
    order by period.place`;
