import { Injectable } from '@nestjs/common';
import type { Sql } from '../../platform/sql/database.js';
import { type Instant, MS_PER_DAY, toIso } from '../../platform/values/duration.js';
import {
  DELIVERY_STATES,
  type DeliveryKind,
  type FeedbackDeliveryState,
  MAY_CHANGE,
  SIDE_STAGES,
  STAGES,
} from '../delivery.js';
import { SELECTED } from '../delivery-columns.store.js';
import type { DeliveryRow } from '../delivery-row.js';
import type { Destination } from '../destinations/destination.js';
import type { WaitingAt, WaitingReason } from './waiting.js';

/** States of deliveries that may still be sent. */
export const OPEN = `('pending', 'leased')`;
/** Reasons of deliveries that wait for consent or an identifier. */
export const HIDDEN = `(${MAY_CHANGE.map((reason) => `'${reason}'`).join(', ')})`;
/** The position of a stage in the funnel; null for a side stage. */
const ORDER = `array_position(array[${STAGES.map((stage) => `'${stage}'`).join(', ')}], row.stage)`;

/** An earlier stage of the lead is not due yet or is leased. @param now the SQL parameter of the time */
const earlierStage = (now: string) => `exists (
            select from feedback_delivery as earlier
             where earlier.lead_id = row.lead_id and earlier.destination_id = row.destination_id
               and earlier.is_shadow = row.is_shadow and earlier.state in ${OPEN}
               and ${ORDER.replace('row.', 'earlier.')} < coalesce(${ORDER}, ${STAGES.length + 1})
               and (earlier.not_before > ${now} or (earlier.state = 'leased' and earlier.leased_until > ${now})))`;

/** An earlier adjustment of the same original is still open. */
const OTHER_ADJUSTMENT = `(original_id is not null and exists (
            select from feedback_delivery as other
             where other.original_id = row.original_id and other.id <> row.id
               and other.state in ${OPEN} and (other.event_at, other.id) < (row.event_at, row.id)))`;

/** The row counts a stage again, and it is not certain yet that the former revision no longer counts. */
const FORMER_THERE = `(original_id is null and revision > 1 and exists (
            select from feedback_delivery as former
              join feedback_delivery as retraction on retraction.original_id = former.id and retraction.kind = 'retract'
             where former.lead_id = row.lead_id and former.destination_id = row.destination_id
               and former.is_shadow = row.is_shadow and former.stage = row.stage and former.revision < row.revision
               and (retraction.state in ('pending', 'leased', 'sent')
                 or (retraction.state = 'withheld'
                     and retraction.withheld_reason in ${HIDDEN})
                 or (retraction.state = 'withheld' and retraction.withheld_reason = 'originalNotAccepted'
                     and former.state in ('pending', 'leased', 'sent')))))`;

const SIDE = `array[${SIDE_STAGES.map((stage) => `'${stage}'`).join(', ')}]`;
/** Why a row waits; null if it does not. The parameters are those of `valuesOf`. */
const WAITS_FOR = `case
            when state <> 'pending' then null
            when not_before > $2 then case
              when error_code is not null then 'pause'
              when original_id is not null or stage = any (${SIDE}) then 'correction'
              when $4 and stage = 'lead' then 'quarantine'
              else 'clickAge' end
            when $5 and not is_shadow then 'destinationStopped'
            when $3 and ${earlierStage('$2')} then 'earlierStage'
            when ${OTHER_ADJUSTMENT} then 'otherAdjustment'
            when ${FORMER_THERE} then 'formerCounts' end`;

type ListedDelivery = DeliveryRow & { readonly waitsFor: WaitingReason | null };

/** The pending deliveries that wait for the same reason. */
export interface PendingCount {
  /** Null for those that can be sent now. */
  readonly name: WaitingReason | null;
  readonly count: number;
  readonly oldestEventAt: Instant;
  readonly firstEndsAt: Instant | null;
}

/** Null: all. */
interface DeliveryFilter {
  readonly state: FeedbackDeliveryState | null;
  readonly leadId: string | null;
  readonly kind: DeliveryKind | null;
}

@Injectable()
export class WaitingDeliveryStore {
  /** Returns deliveries with ids below `before`, newest first. */
  readPage(
    sql: Sql,
    at: WaitingAt,
    { state, leadId, kind }: DeliveryFilter,
    before: string | null,
    limit: number,
  ): Promise<ListedDelivery[]> {
    return sql.rows(
      // State by state, so that each uses its index.
      `select ${SELECTED}, ${WAITS_FOR} as "waitsFor"
         from unnest($6::text[]) as wanted (which) cross join lateral (
           select * from feedback_delivery
            where destination_id = $1 and state = wanted.which and ($7::uuid is null or lead_id = $7)
              and ($8::text is null or kind = $8) and ($9::uuid is null or id < $9)
            order by id desc limit $10) as row
        order by id desc limit $10`,
      [...valuesOf(at), state === null ? DELIVERY_STATES : [state], leadId, kind, before, limit],
    );
  }

  /** Counts pending deliveries, most first: shadow ones if `at` is in shadow, otherwise real ones. */
  count(sql: Sql, at: WaitingAt): Promise<PendingCount[]> {
    return sql.rows(
      `select name, count(*)::int as count, min(event_at) as "oldestEventAt", min(send_before) as "firstEndsAt"
         from (select event_at, send_before, ${WAITS_FOR} as name from feedback_delivery as row
                where destination_id = $1 and state = 'pending' and ${at.isShadow ? '' : 'not '}is_shadow) as pending
        group by name order by count desc, name`,
      valuesOf(at),
    );
  }
}

function valuesOf({ destinationId, now, inOrder, quarantines, isStopped }: WaitingAt): unknown[] {
  return [destinationId, toIso(now), inOrder, quarantines, isStopped];
}

interface Due {
  readonly destinationId: string;
  readonly kinds: readonly DeliveryKind[];
  readonly isShadow: boolean;
  /** Whether the platform requires stages in their order. */
  readonly inOrder: boolean;
  readonly now: Instant;
}

@Injectable()
export class DueStore {
  /**
   * Locks the next deliveries that may be sent, the oldest first, including those of lapsed leases. Skips a stage whose
   * earlier ones are not due, an adjustment while another of the same original is open, and a conversion that counts
   * anew while it is not certain that the former one no longer counts.
   */
  lockDue(tx: Sql, { destinationId, kinds, isShadow, inOrder, now }: Due, limit: number): Promise<DeliveryRow[]> {
    return tx.rows(
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
  }

  /** Locks deliveries whose window ended before they were sent. */
  lockExpired(tx: Sql, destinationId: string, now: Instant, limit: number): Promise<DeliveryRow[]> {
    return tx.rows(
      `select ${SELECTED} from feedback_delivery as row
        where destination_id = $1 and state in ${OPEN} and send_before <= $2
          and (state = 'pending' or leased_until <= $2)
        order by id limit $3 for no key update`,
      [destinationId, toIso(now), limit],
    );
  }

  /**
   * Counts the retractions handed out since an instant, without those that a person released. Those of a lapsed lease
   * are handed out again, and count then.
   */
  countRetractions(sql: Sql, { id }: Pick<Destination, 'id'>, since: Instant, now: Instant): Promise<number> {
    return sql.value(
      `select count(*)::int as count from feedback_delivery
        where destination_id = $1 and kind = 'retract' and not is_shadow
          and state in ('leased', 'sent', 'accepted') and coalesce(sent_at, leased_until) >= $2
          and (state <> 'leased' or leased_until > $3)
          and not is_released`,
      [id, toIso(since), toIso(now)],
    );
  }

  /** Returns how many due deliveries expire within a day, and when the first does. */
  readEnding(
    sql: Sql,
    destinationId: string,
    now: Instant,
  ): Promise<{ readonly count: number; readonly first: Instant | null }> {
    return sql.one(
      `select count(*)::int as count, min(send_before) as first from feedback_delivery
        where destination_id = $1 and not is_shadow and state in ${OPEN} and not_before <= $2
          and send_before > $2 and send_before <= $3`,
      [destinationId, toIso(now), toIso(now + MS_PER_DAY)],
    );
  }
}
