import { Injectable } from '@nestjs/common';
import { assignmentsOf, inputRows, insertInto, valuesOf } from '../../platform/sql/columns.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { selectList } from '../../platform/sql/table.js';
import type { DealTouch } from './deal-touch.js';
import { DEAL_TOUCH } from './deal-touch.table.js';

const ALL = DEAL_TOUCH.columns();
const COLUMNS = selectList(ALL);
const VOIDING = DEAL_TOUCH.columns('voidedAt', 'voidReason', 'voidedByType', 'voidedBy');
const VOIDED = [...DEAL_TOUCH.columns('id'), ...VOIDING];
const VOID = `update deal_touch set ${assignmentsOf(VOIDING)} from ${inputRows(VOIDED)} where deal_touch.id = input.id`;

@Injectable()
export class DealTouchStore {
  async insert(tx: Tx, touch: DealTouch): Promise<void> {
    await tx.query(insertInto('deal_touch', ALL), valuesOf([touch], ALL), 'deal-touch-insert');
  }

  async void(tx: Tx, touch: DealTouch): Promise<void> {
    await tx.query(VOID, valuesOf([touch], VOIDED), 'deal-touch-void');
  }

  /** Returns all touches of a deal, with those that were taken back. */
  readEver(sql: Sql, dealId: string): Promise<DealTouch[]> {
    return sql.rows(
      `select ${COLUMNS} from deal_touch where deal_id = $1 order by occurred_at, id`,
      [dealId],
      'deal-touch-ever',
    );
  }

  /** Returns touches in the order in which they happened, after one. */
  readPage(
    sql: Sql,
    dealId: string,
    after: { readonly at: string; readonly id: string } | null,
    limit: number,
  ): Promise<DealTouch[]> {
    return sql.rows(
      `select ${COLUMNS} from deal_touch
        where deal_id = $1 and ($2::timestamptz is null or (occurred_at, id) > ($2, $3::uuid))
        order by occurred_at, id limit $4`,
      [dealId, after?.at ?? null, after?.id ?? null, limit],
      'deal-touch-page',
    );
  }
}
