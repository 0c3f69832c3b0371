import { Injectable } from '@nestjs/common';
import {
  assignmentsOf,
  type Column,
  columnsFor,
  inputRows,
  insertInto,
  namesOf,
  valuesOf,
} from '../platform/columns.js';
import type { Sql, Tx } from '../platform/database.js';
import { type Instant, MS_PER_DAY, toIso } from '../platform/instant.js';
import type { DeliveryKind, DeliveryState } from './delivery.js';
import { STAGES } from './delivery.js';
import type { DeliveryRow } from './delivery-row.js';

const { uuid, text, int, boolean, instant, jsonb } = columnsFor<DeliveryRow>();
/** What a row is about. */
const FACTS = [
  uuid('destination_id', (row) => row.destinationId),
  uuid('lead_id', (row) => row.leadId),
  int('cycle', (row) => row.cycle),
  text('platform', (row) => row.platform),
  text('place', (row) => row.place),
  boolean('is_shadow', (row) => row.isShadow),
  text('stage', (row) => row.stage),
  int('revision', (row) => row.revision),
  text('kind', (row) => row.kind),
  text('dedup_key', (row) => row.dedupKey),
  uuid('original_id', (row) => row.originalId),
  jsonb('send', (row) => row.send),
  boolean('is_count_wrong', (row) => row.isCountWrong),
  instant('created_at', (row) => row.createdAt),
];
/** What becomes of it. */
const COURSE = [
  uuid('id', (row) => row.id),
  instant('event_at', (row) => row.eventAt),
  text('amount', (row) => row.value?.amount ?? null),
  text('currency', (row) => row.value?.currency ?? null),
  instant('not_before', (row) => row.notBefore),
  instant('send_before', (row) => row.sendBefore),
  text('state', (row) => row.state),
  text('withheld_reason', (row) => row.withheldReason),
  boolean('may_have_left', (row) => row.mayHaveLeft),
  instant('left_at', (row) => row.leftAt),
  text('recalled', (row) => row.recalled),
  int('attempts', (row) => row.attempts),
  uuid('batch_id', (row) => row.batchId),
  instant('leased_until', (row) => row.leasedUntil),
  text('event_time_as_sent', (row) => row.eventTimeAsSent),
  jsonb('identifiers_sent', (row) => row.identifiersSent),
  jsonb('consent_sent', (row) => row.consentSent),
  text('error_code', (row) => row.errorCode),
  text('error_message', (row) => row.errorMessage),
  instant('sent_at', (row) => row.sentAt),
  instant('accepted_at', (row) => row.acceptedAt),
];
/** What of it changes when it is handed out: `leased` says how. */
const HANDED_OUT = new Set([
  'id',
  'state',
  'may_have_left',
  'left_at',
  'attempts',
  'batch_id',
  'leased_until',
  'event_time_as_sent',
  'identifiers_sent',
  'consent_sent',
  'error_code',
  'error_message',
]);
const LEASE = COURSE.filter(({ name }) => HANDED_OUT.has(name));
const ALL = [...COURSE, ...FACTS];
// What another destination of the account tells already is told once.
const INSERT = `${insertInto('feedback_delivery', ALL)} on conflict do nothing`;
const UPDATE = updateOf(COURSE);
const UPDATE_LEASES = updateOf(LEASE);

const SELECTED = `${namesOf(ALL)
  .split(', ')
  .filter((name) => name !== 'amount' && name !== 'currency')
  .map((name) => `row.${name} as "${name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())}"`)
  .join(', ')},
  case when row.amount is null then null else jsonb_build_object('amount', row.amount, 'currency', row.currency) end as value`;

/** Which rows are wanted; null where all are. */
export interface DeliveryFilter {
  readonly destinationId: string;
  readonly state: DeliveryState | null;
  readonly leadId: string | null;
  readonly kind: DeliveryKind | null;
}

/** What may leave now. */
export interface Due {
  readonly destinationId: string;
  readonly kinds: readonly DeliveryKind[];
  readonly isShadow: boolean;
  /** The platform wants stages in their order. */
  readonly inOrder: boolean;
  readonly now: Instant;
}

const OPEN = `('pending', 'leased')`;
const ORDER = `array_position(array[${STAGES.map((stage) => `'${stage}'`).join(', ')}], row.stage)`;

/** The ledger of what platforms are told. */
@Injectable()
export class DeliveryStore {
  async insertMany(tx: Sql, rows: readonly DeliveryRow[]): Promise<void> {
    if (rows.length === 0) return;
    await tx.query(INSERT, valuesOf(rows, ALL), 'delivery-insert');
  }

  /** Writes what has become of rows that this transaction has locked. */
  async updateMany(tx: Sql, rows: readonly DeliveryRow[]): Promise<void> {
    if (rows.length === 0) return;
    await tx.query(UPDATE, valuesOf(rows, COURSE), 'delivery-update');
  }

  /** Writes that rows, which this transaction has locked, were handed out. */
  async leaseMany(tx: Sql, rows: readonly DeliveryRow[]): Promise<void> {
    if (rows.length === 0) return;
    await tx.query(UPDATE_LEASES, valuesOf(rows, LEASE), 'delivery-lease');
  }

  /** All that a destination holds of leads, in the order in which it was planned. */
  async readOfLeads(
    sql: Sql,
    destinationId: string,
    leadIds: readonly string[],
    isShadow: boolean,
  ): Promise<DeliveryRow[]> {
    if (leadIds.length === 0) return [];
    const { rows } = await sql.query<DeliveryRow>(
      // Lead by lead: by stale numbers Postgres would rather go through all of the destination.
      `select ${SELECTED}
         from unnest($1::uuid[]) as wanted (id) cross join lateral (
           select * from feedback_delivery
            where lead_id = wanted.id and destination_id = $2 and is_shadow = $3 offset 0) as row
        order by row.id`,
      [leadIds, destinationId, isShadow],
      'delivery-of-leads',
    );
    return rows;
  }

  /** What waits for some to be accepted, which it adjusts. */
  async readEarly(sql: Sql, originalIds: readonly string[]): Promise<DeliveryRow[]> {
    if (originalIds.length === 0) return [];
    const { rows } = await sql.query<DeliveryRow>(
      `select ${SELECTED}
         from unnest($1::uuid[]) as original (id) cross join lateral (
           select * from feedback_delivery
            where original_id = original.id and state = 'withheld' and withheld_reason = 'originalNotAccepted'
           offset 0) as row
        order by row.id`,
      [originalIds],
      'delivery-early',
    );
    return rows;
  }

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
          and not ($4 and exists (
            select from feedback_delivery as earlier
             where earlier.lead_id = row.lead_id and earlier.destination_id = row.destination_id
               and earlier.is_shadow = row.is_shadow and earlier.state in ${OPEN}
               and ${ORDER.replace('row.', 'earlier.')} < coalesce(${ORDER}, ${STAGES.length + 1})
               and (earlier.not_before > $3 or (earlier.state = 'leased' and earlier.leased_until > $3))))
          and not (original_id is not null and exists (
            select from feedback_delivery as other
             where other.original_id = row.original_id and other.id <> row.id
               and other.state in ${OPEN} and (other.event_at, other.id) < (row.event_at, row.id)))
          and not (original_id is null and revision > 1 and exists (
            select from feedback_delivery as former
              join feedback_delivery as retraction on retraction.original_id = former.id and retraction.kind = 'retract'
             where former.lead_id = row.lead_id and former.destination_id = row.destination_id
               and former.is_shadow = row.is_shadow and former.stage = row.stage and former.revision < row.revision
               and (retraction.state in ('pending', 'leased', 'sent')
                 or (retraction.state = 'withheld'
                     and retraction.withheld_reason in ('noIdentifier', 'consentDenied', 'consentMissing'))
                 or (retraction.state = 'withheld' and retraction.withheld_reason = 'originalNotAccepted'
                     and former.state in ('pending', 'leased', 'sent')))))
        order by event_at, ${ORDER} nulls last, id
        limit $5
          for no key update`,
      [destinationId, kinds, toIso(now), inOrder, limit],
      isShadow ? 'delivery-lock-due-shadow' : 'delivery-lock-due',
    );
    return rows;
  }

  async lockMany(tx: Sql, ids: readonly string[]): Promise<DeliveryRow[]> {
    const { rows } = await tx.query<DeliveryRow>(
      `select ${SELECTED} from feedback_delivery as row where id = any ($1::uuid[]) order by id for no key update`,
      [ids],
    );
    return rows;
  }

  /** Those that were handed out together, and nobody has had since. */
  async lockOfBatch(tx: Sql, batchId: string): Promise<DeliveryRow[]> {
    const { rows } = await tx.query<DeliveryRow>(
      `select ${SELECTED} from feedback_delivery as row where batch_id = $1 order by id for no key update`,
      [batchId],
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

  /** How many retractions were handed out since an instant. Those of a lease that has lapsed are handed out again, and count then. */
  async countRetractions(sql: Sql, destinationId: string, since: Instant, now: Instant): Promise<number> {
    const { rows } = await sql.query<{ count: number }>(
      `select count(*)::int as count from feedback_delivery
        where destination_id = $1 and kind = 'retract' and not is_shadow
          and state in ('leased', 'sent', 'accepted') and coalesce(sent_at, leased_until) >= $2
          and (state <> 'leased' or leased_until > $3)`,
      [destinationId, toIso(since), toIso(now)],
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

  /** Newest first, below an id. */
  async readPage(
    sql: Sql,
    { destinationId, state, leadId, kind }: DeliveryFilter,
    before: string | null,
    limit: number,
  ): Promise<DeliveryRow[]> {
    const { rows } = await sql.query<DeliveryRow>(
      `select ${SELECTED} from feedback_delivery as row
        where destination_id = $1 and ($2::text is null or state = $2) and ($3::uuid is null or lead_id = $3)
          and ($4::text is null or kind = $4) and ($5::uuid is null or id < $5)
        order by id desc limit $6`,
      [destinationId, state, leadId, kind, before, limit],
    );
    return rows;
  }
}

function updateOf(columns: readonly Column<DeliveryRow>[]): string {
  return `update feedback_delivery as row set ${assignmentsOf(columns.slice(1))} from ${inputRows(columns)} where row.id = input.id`;
}

/** Of a destination that goes. */
export async function forgetDeliveries(tx: Sql, destinationId: string): Promise<void> {
  await tx.query('delete from feedback_delivery where destination_id = $1', [destinationId]);
}

/** Whether something of a destination has been counted, or may have been. */
export async function hasCounted(tx: Tx, destinationId: string): Promise<boolean> {
  const { count } = await tx.query(
    `select 1 from feedback_delivery
      where destination_id = $1 and not is_shadow and original_id is null and revision > 0
        and (state in ('leased', 'sent', 'accepted') or (state in ('pending', 'withheld') and may_have_left)) limit 1`,
    [destinationId],
  );
  return count > 0;
}

/**
 * Of a destination whose account is another now: what waits will count there.
 * @param placeOf where what is sent counts now
 */
export async function movePending(tx: Tx, destinationId: string, placeOf: (send: object) => string): Promise<void> {
  const waiting = `destination_id = $1 and not is_shadow and original_id is null and revision > 0 and state in ('pending', 'withheld')`;
  const { rows } = await tx.query<{ place: string; send: object }>(
    `select distinct place, send from feedback_delivery where ${waiting}`,
    [destinationId],
  );
  const moved = rows.filter(({ place, send }) => placeOf(send) !== place);
  if (moved.length === 0) return;
  await tx.query(
    `update feedback_delivery as row set place = moved.place
       from unnest($2::text[], $3::jsonb[], $4::text[]) as moved (former, what, place)
      where ${waiting} and row.place = moved.former and row.send = moved.what and not exists (
        select from feedback_delivery as other
         where other.platform = row.platform and other.place = moved.place and other.dedup_key = row.dedup_key
           and other.kind = row.kind and other.revision = row.revision and not other.is_shadow)`,
    [
      destinationId,
      moved.map(({ place }) => place),
      moved.map(({ send }) => JSON.stringify(send)),
      moved.map(({ send }) => placeOf(send)),
    ],
  );
}
