import { Injectable } from '@nestjs/common';
import { Looks } from '../../deals/looks.store.js';
import type { Sql, Tx } from '../../platform/database.js';
import { type Instant, toIso } from '../../platform/duration.js';
import { updateSet } from '../../platform/row-sets.js';
import type { WonDeal } from './won-deal.js';
import { WON_DEAL } from './won-deal.table.js';

/** Deals whose contracts may have to be made or updated. */
export const WON_DEAL_LOOKS = new Looks(WON_DEAL);

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

@Injectable()
export class WonDealStore {
  readonly updateMany = updateSet<WonDeal>(
    'won_deal',
    WON_DEAL.columns('dealId'),
    WON_DEAL.without('dealId'),
    'won-deal-update',
  );

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
  async findUnreported(sql: Sql, dealIds: readonly string[]): Promise<Map<string, string>> {
    if (dealIds.length === 0) return new Map();
    return sql.map(
      `select won_deal.deal_id as "dealId", contract_id as "contractId"
         from won_deal join contract on contract.id = contract_id
        where won_deal.deal_id = any ($1::uuid[]) and how = 'made' and told is null and withdrawn_at is null`,
      [dealIds],
      'won-deal-untold',
    );
  }
}
