import { Injectable } from '@nestjs/common';
import { inputRows, namesOf, valuesOf } from '../../platform/sql/columns.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import type { Day } from '../../platform/values/day.js';
import { FX_RATE, type FxRate } from './fx-rate.table.js';

const COLUMNS = FX_RATE.columns();
const NAMES = namesOf(COLUMNS);
// Sorted, so that two batches with the same days wait for each other and do not deadlock.
const PUT = `insert into fx_rate (${NAMES}) select ${NAMES} from ${inputRows(COLUMNS)} order by base, currency, on_day
  on conflict (base, currency, on_day) do update set rate = excluded.rate where fx_rate.rate <> excluded.rate
  returning xmax = 0 as "isNew"`;

interface FxRateFilter {
  readonly base?: string;
  readonly currency?: string;
  readonly from?: Day;
  readonly to?: Day;
}

@Injectable()
export class FxRateStore {
  /** @param rates unique by base, currency and day @returns for each rate that was not known, whether it is new */
  put(tx: Tx, rates: readonly FxRate[]): Promise<boolean[]> {
    return tx.column(PUT, valuesOf(rates, COLUMNS), 'fx-rate-put');
  }

  /** Returns for each base and currency the rate of a day, else the latest before it. */
  readLatest(sql: Sql, day: Day): Promise<FxRate[]> {
    return sql.rows(
      `select distinct on (base, currency) base, currency, on_day::text as "onDay", trim_scale(rate)::text as rate from fx_rate
        where on_day <= $1::date order by base, currency, on_day desc`,
      [day],
      'fx-rate-latest',
    );
  }

  /** Returns rates by base, currency and day, after one of them. */
  readPage(
    sql: Sql,
    { base, currency, from, to }: FxRateFilter,
    after: readonly [base: string, currency: string, onDay: Day] | null,
    limit: number,
  ): Promise<FxRate[]> {
    return sql.rows(
      `select base, currency, on_day::text as "onDay", trim_scale(rate)::text as rate from fx_rate
        where ($1::text is null or (base, currency, on_day) > ($1, $2, $3::date))
          and ($4::text is null or base = $4)
          and ($5::text is null or currency = $5)
          and ($6::date is null or on_day >= $6)
          and ($7::date is null or on_day <= $7)
        order by base, currency, on_day limit $8`,
      [...(after ?? [null, null, null]), base ?? null, currency ?? null, from ?? null, to ?? null, limit],
      'fx-rate-page',
    );
  }
}
