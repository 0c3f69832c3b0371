import { Injectable } from '@nestjs/common';
import { changedSinceMade } from '../events/changed-since-made.js';
import type { Tx } from '../platform/sql/database.js';
import { GOES_WITH, KEEPS_FROM_TAKING_BACK } from './taking-back.js';

const IS_WORKED_ON = {
  // Promises that run and are missed are no work on a deal.
  deal: changedSinceMade('deal.id', `event.type like 'deal.%'`),
  // An account becomes a customer, and a former one, by its deals.
  account: changedSinceMade('account.id', `event.actor_type <> 'system' or event.actor_rule = 'connection'`),
} as const;

/** Deals and accounts that are being taken back. */
@Injectable()
export class TakingBackStore {
  /** Returns those on which nobody has worked and that nothing else names. */
  findFree(tx: Tx, of: 'deal' | 'account', ids: readonly string[]): Promise<string[]> {
    const named = KEEPS_FROM_TAKING_BACK.all
      .filter((each) => each.of === of)
      .map(({ table, column }) => `not exists (select from ${table} as naming where naming.${column} = ${of}.id)`);
    return tx.columnOf(
      `select id from ${of} where id = any ($1::uuid[]) and not ${IS_WORKED_ON[of]} and ${named.join(' and ')} order by id`,
      [ids],
    );
  }

  async deleteMany(tx: Tx, of: 'deal' | 'account', ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    for (const table of GOES_WITH[of]) await tx.query(`delete from ${table} where ${of}_id = any ($1::uuid[])`, [ids]);
    await tx.query(`delete from ${of} where id = any ($1::uuid[])`, [ids]);
  }
}
