import { Injectable } from '@nestjs/common';
import { type ForecastDate, forecastDay, offsetsAround } from '../../deals/forecast-day.js';
import type { DealType } from '../../deals/pipeline.js';
import type { Tx } from '../../platform/sql/database.js';
import type { Day } from '../../platform/values/day.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import type { ForecastCell } from './forecast.js';

export interface ForecastQuestion {
  /** The instants as of which deals are read. */
  readonly asOf: readonly Instant[];
  readonly timeZone: string;
  readonly date: ForecastDate;
  /** Leaves out deals won for an earlier day, but no open ones. */
  readonly from: Day;
  /** Only days before this one; null for all. */
  readonly to: Day | null;
  /** Of this type alone; null for all. */
  readonly type: DealType | null;
  readonly repIds: readonly string[] | null;
}

export interface DatedCell extends ForecastCell {
  readonly asOf: Instant;
}

@Injectable()
export class ForecastStore {
  /** Sets planner options for this transaction: the table is read whole, once. */
  async prepare(tx: Tx): Promise<void> {
    await tx.query(`select set_config('enable_seqscan', 'on', true)`);
  }

  /**
   * Leaves out deals without an amount, which add nothing. The instants are numbered, and what a deal was for a while is
   * counted once with all that was alike from one number to another: a year of weeks costs little more than one.
   */
  read(tx: Tx, { asOf, timeZone, date, from, to, type, repIds }: ForecastQuestion): Promise<DatedCell[]> {
    const ascending = [...asOf].sort((one, other) => one - other);
    const { changes, offsets } = offsetsAround(ascending.at(-1)!, timeZone);
    return tx.rows(
      `with near as (
         select *, ${forecastDay(date, { changes: '$2::timestamptz[]', offsets: '$6::bigint[]' })} as day
           from deal_standing
          where stage <> 'lost' and amount is not null and at <= ($1::timestamptz[])[cardinality($1)]
            and (until_at is null or until_at > ($1::timestamptz[])[1])
            and (stage = 'open' or greatest(starts_on, (won_at at time zone 'utc')::date + 1) >= $3::date)),
       dated as (
         select ${numberBefore('at')} as since,
                case when until_at is null then cardinality($1) else ${numberBefore('until_at')} end as until,
                case when stage = 'open' then width_bucket(expected_close_at, $1) end as late_since,
                to_char(day, 'YYYY-MM') as month, owner_rep_id, currency, stage = 'won' as is_won, category, probability,
                type, type = 'renewal' and at_risk as is_at_risk, amount
           from near
          where ($5::uuid[] is null or owner_rep_id = any ($5))
            and ($7::text is null or type = $7)
            and (stage = 'open' or day >= $3::date) and ($4::date is null or day is null or day < $4)),
       alike as (
         select since, until, late_since, month, owner_rep_id, currency, is_won, category, probability, is_at_risk, type,
                count(*) as deals, sum(amount) as amount
           from dated where since < until group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
       select asked.at as "asOf", month, owner_rep_id as "ownerRepId", type, currency, is_won as "isWon",
              category, probability::text, is_at_risk as "isAtRisk", sum(deals)::int as deals,
              coalesce(sum(deals) filter (where asked.number > late_since), 0)::int as overdue, sum(amount)::text as amount
         from alike
         join unnest($1) with ordinality as asked (at, number) on asked.number > since and asked.number <= until
        group by 1, 2, 3, 4, 5, 6, 7, alike.probability, 9`,
      [ascending.map(toIso), changes, from, to, repIds, offsets, type],
    );
  }
}

/** SQL for how many of the instants $1 are before another one. */
function numberBefore(at: string): string {
  return `width_bucket(${at} - interval '1 microsecond', $1::timestamptz[])`;
}
