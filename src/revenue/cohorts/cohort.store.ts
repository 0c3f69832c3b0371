import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database.js';
import { type Instant, toIso } from '../../platform/duration.js';
import { withSales } from '../attribution.store.js';
import type { CohortDimension } from './cohort.schema.js';

/** Reads how accounts became customers. */
@Injectable()
export class CohortStore {
  /** What the first line that gave an account ARR was, or was sold by. */
  async readFirst(tx: Tx, by: CohortDimension, at: Instant | null): Promise<Map<string, string | null>> {
    const isProduct = by === 'product';
    const known = at === null ? 'replaced_at is null' : 'known_at <= $1 and (replaced_at is null or replaced_at > $1)';
    const { rows } = await tx.query<{ accountId: string; key: string | null }>(
      `${isProduct ? '' : withSales(by)}
       select account_id as "accountId", ${isProduct ? 'product' : 'sale.key'} as key from (
         select distinct on (account_id) account_id, contract_id, product from arr_step
          where arr > 0 and ${known} order by account_id, on_day, contract_id, product) as began
         ${isProduct ? '' : 'left join sale on sale.contract_id = began.contract_id'}`,
      at === null ? [] : [toIso(at)],
    );
    return new Map(rows.map(({ accountId, key }) => [accountId, key]));
  }
}
