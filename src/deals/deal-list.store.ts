import { Injectable } from '@nestjs/common';
import { isDate } from '../platform/input/formats.js';
import { type Clause, compose } from '../platform/sql/clauses.js';
import type { Sql } from '../platform/sql/database.js';
import { type Day, monthsAfter, startOfDay } from '../platform/values/day.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import type { Ref } from './accounts/account.table.js';
import type { DealOrder } from './deal.dto.js';
import { type Deal, type DealStage, IS_MISSING, isHandedOver } from './deal.js';
import { DEAL_ROW_COLUMNS } from './deal.store.js';
import { anyOfContracts } from './deal-contracts.store.js';
import type { DealSight } from './deal-sight.js';
import { isSeenBy } from './deal-viewers.store.js';
import { COUNTED_CATEGORIES, type CountedFigure, type ForecastDate, isBefore, UNDATED } from './forecast-day.js';
import type { DealType } from './pipeline.js';

interface DealFilter {
  readonly stage?: DealStage;
  readonly ownerRepId?: string;
  readonly owner?: 'none';
  readonly accountId?: string;
  readonly product?: string;
  readonly type?: DealType;
  readonly contractId?: string;
  readonly contract?: 'missing';
  readonly proposals?: 'open' | 'overdue';
  readonly pilot?: 'running' | 'ended';
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

interface CompanyDays {
  readonly timeZone: string;
  readonly today: Day;
}

export interface DealPlace {
  readonly id: string;
  /** Set if the order is by expected close. */
  readonly closesAt?: Instant;
}

/** Sorts deals without an expected close last. */
export const CLOSES_LAST: Instant = Date.UTC(2100, 11, 31);
const CLOSES_AT = `coalesce(expected_close_at, '${new Date(CLOSES_LAST).toISOString()}')`;

@Injectable()
export class DealListStore {
  /** Returns deals in order of creation or of expected close. @param company its time zone, and the day there */
  readPage(
    sql: Sql,
    { sort, ...filter }: DealFilter & { readonly sort?: DealOrder },
    company: CompanyDays,
    sight: DealSight,
    after: DealPlace | null,
    limit: number,
  ): Promise<Deal[]> {
    const isByDay = sort === 'expectedCloseAt';
    const clauses = [...clausesOf(filter, company), ...sightClauses(filter, sight)];
    if (after?.closesAt !== undefined)
      clauses.push({
        sql: `(${CLOSES_AT}, id) > ((?::text[])[1]::timestamptz, (?::text[])[2]::uuid)`,
        value: [toIso(after.closesAt), after.id],
      });
    else if (after !== null) clauses.push({ sql: 'id > ?', value: after.id });
    const { conditions, values } = compose(clauses);
    return sql.rows(
      `select ${DEAL_ROW_COLUMNS} from deal
        where ${conditions}
        order by ${isByDay ? `${CLOSES_AT}, id` : 'id'} limit ${limit}`,
      values,
    );
  }
}

function clausesOf(filter: DealFilter, { timeZone, today }: CompanyDays): Clause[] {
  const clauses: Clause[] = [];
  const add = (value: unknown, sql: string) => {
    if (value !== undefined) clauses.push({ sql, value });
  };
  add(filter.stage, 'stage = ?');
  add(filter.ownerRepId, 'owner_rep_id = ?::uuid');
  add(filter.accountId, 'account_id = ?::uuid');
  add(filter.leadId, 'lead_id = ?::uuid');
  add(filter.externalId, 'external_id = ?');
  add(filter.product, 'product = ?');
  add(filter.type, 'type = ?');
  add(filter.contractId, 'contract_id = ?::uuid');
  add(filter.ref && [filter.ref.system, filter.ref.ref], OF_REF);
  if (filter.owner === 'none') clauses.push({ sql: 'owner_rep_id is null' });
  if (filter.breached !== undefined) clauses.push({ sql: `${filter.breached ? '' : 'not '}${IS_MISSED}` });
  if (filter.contract !== undefined) clauses.push({ sql: 'contract_problem is not null' });
  if (filter.proposals !== undefined) clauses.push({ sql: anyOfContracts(({ isProposed }) => isProposed) });
  if (filter.proposals === 'overdue')
    add(
      today,
      anyOfContracts(({ isOverdue }) => isOverdue),
    );
  if (filter.pilot !== undefined) {
    clauses.push({ sql: IS_PILOT });
    add(today, `pilot_ends_on ${filter.pilot === 'running' ? '>=' : '<'} ?::date`);
  }
  if (filter.handoff === 'missing') clauses.push({ sql: IS_MISSING });
  else add(filter.handoff, isHandedOver('?'));
  // Of lost deals, finds only those whose loss has yet to be decided for the lead.
  add(filter.lead, filter.stage === 'lost' ? ofLead('lead.decision_pending') : ofLead('true'));
  const day = { day: '(?::text[])[1]::date', begins: '(?::text[])[2]::timestamptz' };
  const isEarlier = isBefore(filter.date ?? 'expected', day);
  const addDay = (value: Day | undefined, sql: string) =>
    add(value && [value, toIso(startOfDay(value, timeZone))], sql);
  const { month } = filter;
  add(filter.forecast && COUNTED_CATEGORIES[filter.forecast], IS_COUNTED);
  if (month === UNDATED) addDay(ANY_DAY, `(${isEarlier}) is null`);
  else if (month !== undefined && !isDate(`${month}-01`)) clauses.push({ sql: 'false' });
  else if (month !== undefined) {
    addDay(`${month}-01`, `not (${isEarlier})`);
    addDay(monthsAfter(`${month}-01`, 1), isEarlier);
  }
  addDay(filter.from, `(stage = 'open' or not (${isEarlier}))`);
  addDay(filter.to, `coalesce(${isEarlier}, true)`);
  return clauses;
}

/** Any day shows whether a deal has a date. */
const ANY_DAY: Day = '2000-01-01';

const IS_PILOT = `(stage = 'won' and pilot_ends_on is not null and starts_on is null)`;
const OF_REF = `id = (select deal_id from deal_ref where system = (?::text[])[1] and deal_ref.ref = (?::text[])[2])`;
const IS_MISSED = `exists (
  select from clock
   where clock.deal_id = deal.id and clock.state = 'breached' and clock.met_at is null
     and clock.struck_breach_at is distinct from clock.breached_at)`;
const IS_COUNTED = `(amount is not null and (stage = 'won' or stage = 'open' and category = any (?::text[])))`;
const ofLead = (also: string) =>
  `exists (select from lead where lead.id = deal.lead_id and lead.status = ? and ${also})`;

/** A forecast counts deals by owner alone, even if others see them. */
function sightClauses({ forecast }: DealFilter, { all, repIds }: DealSight): Clause[] {
  const isSeen = forecast === undefined ? isSeenBy('deal', '?::uuid[]') : 'owner_rep_id = any (?::uuid[])';
  return all ? [] : [{ sql: isSeen, value: repIds }];
}
