import { Injectable } from '@nestjs/common';
import type { SentToPlatform } from '../leads/personal-data.js';
import { assignmentsOf, inputRows, type SentColumn, valuesOf } from '../platform/sql/columns.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import { insertSet } from '../platform/sql/row-sets.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { ALL, CHANGING, LEASE, REPORT, SELECTED } from './delivery-columns.store.js';
import type { DeliveryRow } from './delivery-row.js';
import { HIDDEN, OPEN } from './dispatch/due.store.js';
import type { Platform } from './platform.js';
import { platformOf } from './platforms.js';

// Skips what another destination of the account sends already, so that it is sent once.
const UPDATE = updateOf(CHANGING);
const UPDATE_LEASES = updateOf(LEASE);
const UPDATE_REPORTED = updateOf(REPORT);

@Injectable()
export class DeliveryStore {
  readonly insertMany = insertSet<DeliveryRow>('feedback_delivery', ALL, 'delivery-insert', 'on conflict do nothing');

  /** Writes rows that this transaction has locked. */
  async updateMany(tx: Sql, rows: readonly DeliveryRow[]): Promise<void> {
    if (rows.length === 0) return;
    await tx.query(UPDATE, valuesOf(rows, CHANGING), 'delivery-update');
  }

  /** Writes the leases of rows that this transaction has locked. */
  async leaseMany(tx: Sql, rows: readonly DeliveryRow[]): Promise<void> {
    if (rows.length === 0) return;
    await tx.query(UPDATE_LEASES, valuesOf(rows, LEASE), 'delivery-lease');
  }

  /** Writes the reported results of rows that this transaction has locked. */
  async reportMany(tx: Sql, rows: readonly DeliveryRow[]): Promise<void> {
    if (rows.length === 0) return;
    await tx.query(UPDATE_REPORTED, valuesOf(rows, REPORT), 'delivery-report');
  }

  /** Exempts the retractions that are due from the daily limit, also when they are handed out again. */
  async releaseRetractions(tx: Sql, destinationId: string, now: Instant): Promise<void> {
    await tx.query(
      `update feedback_delivery set is_released = true
        where destination_id = $1 and kind = 'retract' and not is_shadow and state in ${OPEN} and not_before <= $2`,
      [destinationId, toIso(now)],
    );
  }

  /** Returns all deliveries of leads to a destination, in the order in which they were planned. */
  readOfLeads(sql: Sql, destinationId: string, leadIds: readonly string[], isShadow: boolean): Promise<DeliveryRow[]> {
    return sql.rowsOf(
      // The lateral join reads lead by lead; with stale statistics Postgres would scan all rows of the destination.
      `select ${SELECTED}
         from unnest($1::uuid[]) as wanted (id) cross join lateral (
           select * from feedback_delivery
            where lead_id = wanted.id and destination_id = $2 and is_shadow = $3 offset 0) as row
        order by row.id`,
      [leadIds, destinationId, isShadow],
      'delivery-of-leads',
    );
  }

  /** Returns the adjustments that wait for these originals to be accepted. */
  readEarly(sql: Sql, originalIds: readonly string[]): Promise<DeliveryRow[]> {
    return sql.rowsOf(
      `select ${SELECTED}
         from unnest($1::uuid[]) as original (id) cross join lateral (
           select * from feedback_delivery
            where original_id = original.id and state = 'withheld' and withheld_reason = 'originalNotAccepted'
           offset 0) as row
        order by row.id`,
      [originalIds],
      'delivery-early',
    );
  }

  /** Locks the deliveries of a batch, except those that a later batch has included. */
  lockOfBatch(tx: Sql, batchId: string): Promise<DeliveryRow[]> {
    return tx.rows(
      `select ${SELECTED} from feedback_delivery as row where batch_id = $1 order by id for no key update`,
      [batchId],
    );
  }
}

function updateOf(columns: readonly SentColumn<DeliveryRow>[]): string {
  return `update feedback_delivery as row set ${assignmentsOf(columns.slice(1))} from ${inputRows(columns)} where row.id = input.id`;
}

export async function forgetDeliveries(tx: Sql, destinationId: string): Promise<void> {
  await tx.query('delete from feedback_delivery where destination_id = $1', [destinationId]);
}

/** Reports whether anything of a locked destination has been counted by the platform, or may have been. */
export function hasCounted(tx: Tx, destinationId: string): Promise<boolean> {
  return tx.matches(
    `select 1 from feedback_delivery
      where destination_id = $1 and not is_shadow and original_id is null and revision > 0
        and (state in ('leased', 'sent', 'accepted') or (state in ('pending', 'withheld') and may_have_left)) limit 1`,
    [destinationId],
  );
}

/**
 * Moves what a destination has not sent yet to the account in its new settings, including leased deliveries, which may
 * come back. What another destination sends to that account already fails, so that it counts once.
 * @param placeOf returns where a `send` counts under the new settings
 */
export async function movePending(tx: Tx, destinationId: string, placeOf: (send: object) => string): Promise<void> {
  const waiting = `destination_id = $1 and not is_shadow and original_id is null and revision > 0 and state in ('pending', 'leased', 'withheld')`;
  const rows = await tx.rows<{ place: string; send: object }>(
    `select distinct place, send from feedback_delivery where ${waiting}`,
    [destinationId],
  );
  const moved = rows.filter(({ place, send }) => placeOf(send) !== place);
  if (moved.length === 0) return;
  const values = [
    destinationId,
    moved.map(({ place }) => place),
    moved.map(({ send }) => JSON.stringify(send)),
    moved.map(({ send }) => placeOf(send)),
  ];
  // By the unique index against duplicates, which leaves out the platform `generic`.
  await tx.query(
    `with taken as (
       select row.id, row.state
         from unnest($2::text[], $3::jsonb[], $4::text[]) as moved (former, what, place)
         join feedback_delivery as row on ${waiting} and row.place = moved.former and row.send = moved.what
         join feedback_delivery as other
           on other.platform = row.platform and other.place = moved.place and other.dedup_key = row.dedup_key
              and other.kind = row.kind and other.revision = row.revision and not other.is_shadow
              and other.destination_id <> $1 and other.platform <> 'generic'),
     failed as (
       update feedback_delivery as row
          set state = 'failed', withheld_reason = null, error_code = 'toldByAnother',
              error_message = 'Another destination tells of it where this one would count now.'
         from taken
        where row.id = taken.id
          and (taken.state = 'pending' or withheld_reason in ${HIDDEN})),
     recalled as (
       update feedback_delivery as row set recalled = coalesce(recalled, 'superseded')
         from taken where row.id = taken.id and taken.state = 'leased')
     update feedback_delivery as row set place = moved.place
       from unnest($2::text[], $3::jsonb[], $4::text[]) as moved (former, what, place)
      where ${waiting} and row.place = moved.former and row.send = moved.what
        and row.id not in (select id from taken)`,
    values,
  );
}

/** Returns what each destination was sent, or may have been, about the leads of an erasure. */
export async function readSentToPlatforms(sql: Sql, erasureId: string): Promise<SentToPlatform[]> {
  const rows = await sql.rows<Omit<SentToPlatform, 'deleting'> & { readonly platform: Platform }>(
    `select destination_id as "destinationId", platform, count(*)::int as items,
            max(coalesce(sent_at, left_at)) as "lastSentAt"
       from feedback_delivery
      where lead_id in (select lead.id from lead where erasure_id = $1) and not is_shadow
        -- Somebody has it in hand, or had it and never said what became of it.
        and (sent_at is not null or (left_at is not null and (state = 'leased' or may_have_left)))
      group by destination_id, platform order by destination_id`,
    [erasureId],
  );
  return rows.map((row) => ({ ...row, deleting: platformOf(row.platform).deleting }));
}
