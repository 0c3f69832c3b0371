import { Injectable } from '@nestjs/common';
import { type ForecastDate, forecastDay } from '../../deals/forecast-day.js';
import type { Sql } from '../../platform/database.js';
import type { Day } from '../../platform/day.js';
import { type Instant, toIso } from '../../platform/duration.js';
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
  readonly repIds: readonly string[] | null;
}

export interface DatedCell extends ForecastCell {
  readonly asOf: Instant;
}

@Injectable()
export class ForecastStore {
  /** Leaves out deals without an amount, which add nothing. */
  read(sql: Sql, { asOf, timeZone, date, from, to, repIds }: ForecastQuestion): Promise<DatedCell[]> {
    return sql.rows(
      `with spans as (
         select *, lead(at) over (partition by deal_id order by seq) as until from deal_standing),
       dated as (
         select asked.at as as_of, spans.*, ${forecastDay(date, '$2')} as day, expected_close_at < asked.at as is_late
           from unnest($1::timestamptz[]) as asked (at)
           join spans on spans.at <= asked.at and (until is null or until > asked.at)
          where stage <> 'lost' and amount is not null and ($5::uuid[] is null or owner_rep_id = any ($5)))
       select as_of as "asOf", to_char(day, 'YYYY-MM') as month, owner_rep_id as "ownerRepId", currency, stage = 'won' as "isWon",
              category, probability::text, type = 'renewal' and at_risk as "isAtRisk", count(*)::int as deals,
              (count(*) filter (where stage = 'open' and is_late))::int as overdue, sum(amount)::text as amount
         from dated
        where (stage = 'open' or day >= $3::date) and ($4::date is null or day is null or day < $4)
        group by 1, 2, 3, 4, 5, 6, 7, 8`,
      [asOf.map(toIso), timeZone, from, to, repIds],
      `forecast-${date}`,
    );
  }
}
