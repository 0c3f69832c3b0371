import { Injectable } from '@nestjs/common';
import type { Deal } from '../../deals/deal.js';
import type { Asked } from '../../deals/deal-contracts.store.js';
import { Looks } from '../../deals/looks.store.js';
import type { ProposedDeal } from '../../deals/proposed-deal.schema.js';
import type { Invariants } from '../../events/verified.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { updateSet } from '../../platform/sql/row-sets.js';
import { selectList } from '../../platform/sql/table.js';
import type { Day } from '../../platform/values/day.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import { pluck } from '../../platform/values/group.js';
import { proposedDeal } from '../proposals/expansion.js';
import type { Proposal } from '../proposals/proposal.js';
import { awaitsReminder, HAS_OPEN, hasOverdue } from '../proposals/proposal-conditions.js';
import type { WonDeal } from './won-deal.js';
import { WON_DEAL } from './won-deal.table.js';

/** Deals whose contracts may have to be made or updated. */
export const WON_DEAL_LOOKS = new Looks(WON_DEAL);

/** SQL condition: a look at `deal` is scheduled. */
export const AWAITS_LOOK =
  'exists (select from won_deal where won_deal.deal_id = deal.id and won_deal.due_at is not null)';

/** Schedules a look at changed deals that are or were won. Renewals follow their contracts instead. */
export async function lookAtDeals(tx: Sql, dealIds: readonly string[], at: Instant): Promise<void> {
  if (dealIds.length === 0) return;
  await tx.query(
    `insert into won_deal (deal_id, due_at)
     select id, $2::timestamptz from deal
      where id = any ($1::uuid[]) and (stage = 'won' and type <> 'renewal' or exists (select from won_deal where deal_id = deal.id))
      order by id
     on conflict (deal_id) do update set due_at = excluded.due_at`,
    [[...new Set(dealIds)], toIso(at)],
    'won-deal-look-at',
  );
}

const ROWS = `select ${selectList(WON_DEAL.columns())} from won_deal`;

/** SQL conditions on `deal`, for lists. */
export const PROPOSED_DEALS = {
  isProposed: `exists (select from won_deal where won_deal.deal_id = deal.id and ${HAS_OPEN})`,
  isOverdue: `exists (select from won_deal where won_deal.deal_id = deal.id and ${hasOverdue('?')})`,
};

/** Returns what deliveries of deals propose. */
export async function readProposedDeals(sql: Sql, deals: readonly Deal[]): Promise<Map<string, ProposedDeal>> {
  const won = deals.filter(({ stage, currency }) => stage === 'won' && currency !== null);
  if (won.length === 0) return new Map();
  const rows = await sql.rows<WonDeal>(
    `${ROWS} where deal_id = any ($1::uuid[]) and ${HAS_OPEN}`,
    [pluck(won, 'id')],
    'won-deal-proposed',
  );
  return new Map(rows.map((row) => [row.dealId, proposedDeal(row)]));
}

/** Returns the deals whose deliveries propose an amendment, or another deal, that nobody has answered, with who was asked. */
export async function readProposingDeals(sql: Sql, dealIds: readonly string[]): Promise<ReadonlyMap<string, Asked>> {
  const rows = await sql.rows<{ readonly dealId: string; readonly proposal: Proposal }>(
    `select won_deal.deal_id as "dealId", proposal
       from won_deal left join contract on contract.id = won_deal.contract_id
       cross join jsonb_array_elements(won_deal.proposals || coalesce(contract.proposals, '[]')) as proposal
      where won_deal.deal_id = any ($1::uuid[])
        and proposal @> jsonb_build_object('dealId', won_deal.deal_id, 'state', 'open')`,
    [dealIds],
    'won-deal-proposing',
  );
  return new Map(rows.map(({ dealId, proposal: { askedRepId } }) => [dealId, { repId: askedRepId }]));
}

/** Returns why expansions of a deal were proposed or declined, by the numbers of its events. */
export async function readProposalReasons(sql: Sql, dealId: string): Promise<Readonly<Record<string, string>>> {
  const found = await sql.row<Pick<WonDeal, 'reasons'>>('select reasons from won_deal where deal_id = $1', [dealId]);
  return found?.reasons ?? {};
}

@Injectable()
export class WonDealStore {
  readonly updateMany = updateSet<WonDeal>(
    'won_deal',
    WON_DEAL.columns('dealId'),
    WON_DEAL.without('dealId'),
    'won-deal-update',
  );

  /** Returns deals with an expansion that nobody has answered in time, and of which somebody can be reminded. */
  findToRemindOf(sql: Sql, today: Day, limit: number): Promise<string[]> {
    return sql.column(
      `select deal_id from won_deal join deal as sale on sale.id = deal_id
        where ${awaitsReminder('$1', 'sale.account_id')} order by deal_id limit $2`,
      [today, limit],
      'won-deal-to-remind-of',
    );
  }

  /** The caller has the lock of all deals. */
  lockMany(tx: Tx, dealIds: readonly string[]): Promise<WonDeal[]> {
    return tx.rows(`${ROWS} where deal_id = any ($1::uuid[]) order by deal_id for no key update`, [dealIds]);
  }

  /** Schedules a look at deals that had added to contracts which were withdrawn. */
  async lookAtAdded(tx: Tx, contractIds: readonly string[], at: Instant): Promise<void> {
    if (contractIds.length === 0) return;
    await tx.query(
      `update won_deal set due_at = $2 where contract_id = any ($1::uuid[]) and how = 'added'`,
      [contractIds, toIso(at)],
      'won-deal-look-at-added',
    );
  }

  /** Returns the contracts that wins of deals have made and no program has reported yet, by deal. */
  findUnreported(sql: Sql, dealIds: readonly string[]): Promise<Map<string, string>> {
    return sql.mapOf(
      `select won_deal.deal_id as "dealId", contract_id as "contractId"
         from won_deal join contract on contract.id = contract_id
        where won_deal.deal_id = any ($1::uuid[]) and how = 'made' and reported is null and withdrawn_at is null`,
      [dealIds],
      'won-deal-untold',
    );
  }
}

/** Invariants of the contracts of won deals, once these were looked at. */
export const WON_DEAL_INVARIANTS: Invariants = {
  deal: {
    'an expansion is proposed as long as the deal is won and delivered, and has no contract by its win': `
      select 'deal ' || deal.id as row, deal.stage, deal.delivered_at as "deliveredAt", won_deal.contract_id as kept
        from won_deal join deal on deal.id = won_deal.deal_id
       where due_at is null and ${HAS_OPEN}
         and (deal.stage <> 'won' or deal.delivered_at is null or won_deal.contract_id is not null)`,
    'a deal that has a contract by its win is won, and names it': `
      select 'deal ' || deal.id as row, deal.stage, how, deal.contract_id as named, won_deal.contract_id as kept
        from won_deal join deal on deal.id = won_deal.deal_id
       where due_at is null and how in ('made', 'added', 'told')
         and (deal.stage <> 'won' or how in ('made', 'added') and deal.contract_id is distinct from won_deal.contract_id)`,
  },
  contract: {
    'a contract that no program has reported exists because of its deal alone': `
      select 'contract ' || contract.id as row, contract.deal_id as "dealId", how, won_deal.contract_id as kept
        from contract left join won_deal on won_deal.deal_id = contract.deal_id
       where contract.deal_id is not null and reported is null and withdrawn_at is null
         and (how, won_deal.contract_id) is distinct from ('made', contract.id)`,
    'what a deal adds to a contract is in it, or in those to which its lines have moved, as long as the deal is won': `
      select 'contract ' || contract.id as row, line->>'dealId' as "dealId", how, won_deal.contract_id as kept
        from contract
        cross join lateral jsonb_array_elements(contract.lines) as line
        left join won_deal on won_deal.deal_id = (line->>'dealId')::uuid
       where line ? 'dealId' and won_deal.due_at is null
         and (how is distinct from 'added' or won_deal.contract_id not in (
           with recursive origin as (
             select contract.id, contract.moved_from_contract_id as before
             union all
             select earlier.id, earlier.moved_from_contract_id
               from origin join contract as earlier on earlier.id = origin.before)
           select id from origin))`,
  },
};
