import { Injectable } from '@nestjs/common';
import type { Sql } from '../../platform/database.js';
import { type Instant, MS_PER_DAY, toIso } from '../../platform/instant.js';
import type { DeliveryKind } from '../delivery.js';
import { SELECTED } from '../delivery-columns.store.js';
import type { DeliveryRow } from '../delivery-row.js';
import type { Destination } from '../destinations/destination.js';
import { earlierStage, FORMER_THERE, OPEN, ORDER, OTHER_ADJUSTMENT } from './waiting.store.js';

/** What may leave now. */
export interface Due {
  readonly destinationId: string;
  readonly kinds: readonly DeliveryKind[];
  readonly isShadow: boolean;
  /** The platform wants stages in their order. */
  readonly inOrder: boolean;
  readonly now: Instant;
}

/** What of the ledger may leave by now, and what has waited too long. */
@Injectable()
export class DueStore {
  /**
   * The next that may leave, the oldest first. What may have left before is offered again. Not yet: a stage whose earlier
   * ones are not due, an adjustment while another of the same is on its way, and a conversion that counts anew while it is
   * not known whether the one before counts no longer.
   */
  async lockDue(tx: Sql, { destinationId, kinds, isShadow, inOrder, now }: Due, limit: number): Promise<DeliveryRow[]> {
    const { rows } = await tx.query<DeliveryRow>(
      `select ${SELECTED} from feedback_delivery as row
        where destination_id = $1 and ${isShadow ? '' : 'not '}is_shadow and kind = any ($2)
          and (state = 'pending' or (state = 'leased' and leased_until <= $3))
          and not_before <= $3 and (send_before is null or send_before > $3)
          and not ($4 and ${earlierStage('$3')})
          and not ${OTHER_ADJUSTMENT} and not ${FORMER_THERE}
        order by event_at, ${ORDER} nulls last, id
        limit $5
          for no key update`,
      [destinationId, kinds, toIso(now), inOrder, limit],
      isShadow ? 'delivery-lock-due-shadow' : 'delivery-lock-due',
    );
    return rows;
  }

  /** Those whose time is over before they left. */
  async lockExpired(tx: Sql, destinationId: string, now: Instant, limit: number): Promise<DeliveryRow[]> {
    const { rows } = await tx.query<DeliveryRow>(
      `select ${SELECTED} from feedback_delivery as row
        where destination_id = $1 and state in ${OPEN} and send_before <= $2
          and (state = 'pending' or leased_until <= $2)
        order by id limit $3 for no key update`,
      [destinationId, toIso(now), limit],
    );
    return rows;
  }

  /**
   * How many retractions were handed out since an instant, without those that a person had let go. Those of a lease that has
   * lapsed are handed out again, and count then.
   */
  async countRetractions(sql: Sql, { id }: Pick<Destination, 'id'>, since: Instant, now: Instant): Promise<number> {
    const { rows } = await sql.query<{ count: number }>(
      `select count(*)::int as count from feedback_delivery
        where destination_id = $1 and kind = 'retract' and not is_shadow
          and state in ('leased', 'sent', 'accepted') and coalesce(sent_at, leased_until) >= $2
          and (state <> 'leased' or leased_until > $3)
          and not is_released`,
      [id, toIso(since), toIso(now)],
    );
    return rows[0]!.count;
  }

  /** How many are about to expire within a day, and the first instant at which one does. */
  async readEnding(
    sql: Sql,
    destinationId: string,
    now: Instant,
  ): Promise<{ readonly count: number; readonly first: Instant | null }> {
    const { rows } = await sql.query<{ count: number; first: Instant | null }>(
      `select count(*)::int as count, min(send_before) as first from feedback_delivery
        where destination_id = $1 and not is_shadow and state in ${OPEN} and not_before <= $2
          and send_before > $2 and send_before <= $3`,
      [destinationId, toIso(now), toIso(now + MS_PER_DAY)],
    );
    return rows[0]!;
  }
}
