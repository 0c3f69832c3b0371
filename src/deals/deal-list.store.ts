import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/database.js';
import type { Day } from '../platform/day.js';
import { type Instant, toIso } from '../platform/duration.js';
import type { Ref } from './accounts/account.table.js';
import type { DealOrder } from './deal.dto.js';
import { type Deal, type DealStage, IS_MISSING, isHandedOver } from './deal.js';
import { DEAL_ROW_COLUMNS } from './deal.store.js';
import type { DealSight } from './deal.view.js';
import { isSeenBy } from './deal-viewers.store.js';
import { COUNTED_CATEGORIES, type CountedFigure, type ForecastDate, forecastDay, UNDATED } from './forecast-day.js';
import type { DealType } from './pipeline.js';

interface DealFilter {
  readonly stage?: DealStage;
  readonly ownerRepId?: string;
  readonly accountId?: string;
  readonly product?: string;
  readonly type?: DealType;
  readonly contractId?: string;
  readonly contract?: 'missing';
  readonly breached?: boolean;
  readonly handoff?: 'missing' | 'running' | 'done';
  readonly leadId?: string;
  readonly lead?: 'open';
  readonly externalId?: string;
  readonly ref?: Pick<Ref, 'system' | 'ref'>;
  readonly forecast?: CountedFigure;
  readonly date?: ForecastDate;
  readonly month?: string;
  readonly from?: Day;
  readonly to?: Day;
}

/** After which deal a page begins. */
export interface DealPlace {
  readonly id: string;
  /** Where they are in the order of the day on which they are expected to close. */
  readonly closesAt?: Instant;
}

/** Where those without a day stand in that order. */
export const CLOSES_LAST: Instant = Date.UTC(2100, 11, 31);
const CLOSES_AT = `coalesce(expected_close_at, '${new Date(CLOSES_LAST).toISOString()}')`;

/** Finds deals for whoever asks for some. */
@Injectable()
export class DealListStore {
  /** As they were made, or as they are expected to close. @param timeZone of `month`, `from` and `to` */
  async readPage(
    sql: Sql,
    { timeZone, sort, ...filter }: DealFilter & { readonly timeZone: string; readonly sort?: DealOrder },
    sight: DealSight,
    after: DealPlace | null,
    limit: number,
  ): Promise<Deal[]> {
    const isByDay = sort === 'expectedCloseAt';
    const day = forecastDay(filter.date ?? 'expected', '$23');
    const { stage, ownerRepId, accountId, product, type, leadId, lead, externalId, ref: as, handoff } = filter;
    const { contractId, contract, breached, forecast, month, from, to } = filter;
    const isSeen = forecast === undefined ? isSeenBy('deal', '$10::uuid[]') : 'owner_rep_id = any ($10::uuid[])';
    const isAfter = isByDay ? `(${CLOSES_AT}, id) > ($24::timestamptz, $1)` : '$24::timestamptz is null and id > $1';
    const { rows } = await sql.query<Deal>(
      `select ${DEAL_ROW_COLUMNS} from deal
        where ($1::uuid is null or ${isAfter})
          and ($2::text is null or stage = $2)
          and ($3::uuid is null or owner_rep_id = $3)
          and ($4::uuid is null or account_id = $4)
          and ($5::uuid is null or lead_id = $5)
          and ($6::text is null or external_id = $6)
          and ($7::text is null or id = (select deal_id from deal_ref where system = $7 and deal_ref.ref = $8))
          and ($9 or ${isSeen})
          and ($12::text is null or $12 = 'missing' and ${IS_MISSING} or $12 <> 'missing' and ${isHandedOver('$12')})
          and ($13::text is null or product = $13)
          and ($14::text is null or exists (
            select from lead where lead.id = deal.lead_id and lead.status = $14
               and ($2 is distinct from 'lost' or lead.decision_pending)))
          and ($15::text is null or type = $15)
          and ($16::uuid is null or contract_id = $16)
          and ($17::text is null or contract_problem is not null)
          and ($18::boolean is null or $18 = exists (
            select from clock
             where clock.deal_id = deal.id and clock.state = 'breached' and clock.met_at is null
               and clock.struck_miss_at is distinct from clock.breached_at))
          and ($19::text[] is null or amount is not null and (stage = 'won' or stage = 'open' and category = any ($19)))
          and ($20::text is null or coalesce(to_char(${day}, 'YYYY-MM'), '${UNDATED}') = $20)
          and ($21::date is null or stage = 'open' or ${day} >= $21)
          and ($22::date is null or ${day} is null or ${day} < $22)
        order by ${isByDay ? `${CLOSES_AT}, id` : 'id'} limit $11`,
      [
        ...[
          after?.id ?? null,
          stage ?? null,
          ownerRepId ?? null,
          accountId ?? null,
          leadId ?? null,
          externalId ?? null,
        ],
        ...[as?.system ?? null, as?.ref ?? null, sight.all, sight.repIds, limit, handoff ?? null, product ?? null],
        ...[lead ?? null, type ?? null, contractId ?? null, contract ?? null, breached ?? null],
        ...[forecast === undefined ? null : COUNTED_CATEGORIES[forecast], month ?? null, from ?? null, to ?? null],
        ...[timeZone, after?.closesAt === undefined ? null : toIso(after.closesAt)],
      ],
    );
    return rows;
  }
}
