import { Injectable } from '@nestjs/common';
import type { Sql } from '../../platform/sql/database.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import { firstIdOf, idsAround } from '../../platform/values/ids.js';
import type { FeedbackDeliveryState } from '../delivery.js';
import { JUNK } from '../planning/trigger.js';
import type { Destination } from './destination.js';

export interface Health {
  readonly lastSentAt: Instant | null;
  readonly lastAcceptedAt: Instant | null;
  /** When the next pending delivery becomes due; null if none is to. */
  readonly nextDueAt: Instant | null;
  /** Current counts, by state. */
  readonly leased: number;
  readonly awaitingOutcome: number;
  /** Among leased deliveries. */
  readonly firstEndsAt: Instant | null;
  /** Counts since the start of the period. */
  readonly accepted: number;
  readonly expired: number;
  readonly retracted: number;
  readonly countWrong: number;
}

interface NamedCount {
  readonly name: string;
  readonly count: number;
}

interface CampaignHealth {
  readonly campaign: string | null;
  readonly leads: number;
  readonly junk: number;
}

export interface LastBatch {
  readonly id: string;
  readonly items: number;
  readonly leasedAt: Instant;
  readonly ackedAt: Instant | null;
  /** The states of the deliveries that were reported on. */
  readonly states: readonly FeedbackDeliveryState[];
  /** The most frequent error of those that were neither sent nor accepted. */
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

export interface PushHealth {
  readonly failures: number;
  /** The earliest time of the next post. */
  readonly notBefore: Instant | null;
  /** When the first lease ends, after which its deliveries may be sent again; null for none. */
  readonly leasedUntil: Instant | null;
}

/** The destination whose numbers are queried: of shadow deliveries in shadow mode, otherwise of real ones. */
type DestinationMode = Pick<Destination, 'id' | 'mode'>;
const ofMode = ({ mode }: DestinationMode) => (mode === 'shadow' ? 'is_shadow' : 'not is_shadow');

@Injectable()
export class HealthStore {
  read(sql: Sql, of: DestinationMode, now: Instant, since: Instant): Promise<Health> {
    const mode = ofMode(of);
    return sql.one(
      // Each part uses its own index and so avoids a scan of sent deliveries, which are most of the ledger.
      `with still as (
         select min(not_before) filter (where state = 'pending' and not_before > $2) as "nextDueAt",
                count(*) filter (where state = 'leased')::int as leased,
                count(*) filter (where state = 'sent')::int as "awaitingOutcome",
                min(send_before) filter (where state = 'leased') as "firstEndsAt"
           from feedback_delivery
          where destination_id = $1 and ${mode} and state in ('pending', 'leased', 'sent')),
       told as (
         select count(*)::int as accepted, count(*) filter (where kind = 'retract')::int as retracted,
                count(*) filter (where is_count_wrong)::int as "countWrong"
           from feedback_delivery where destination_id = $1 and ${mode} and accepted_at >= $3)
       select still.*, told.*,
              -- Whoever reports on a batch says what of it was sent.
              (select acked_at from feedback_batch
                where destination_id = $1 and exists (
                  select from jsonb_array_elements(ack_answer -> 'items') as item
                   where item ->> 'state' in ('sent', 'accepted'))
                order by id desc limit 1) as "lastSentAt",
              (select max(accepted_at) from feedback_delivery
                where destination_id = $1 and ${mode}) as "lastAcceptedAt",
              (select count(*)::int from feedback_delivery
                where destination_id = $1 and ${mode} and state = 'expired' and send_before >= $3) as expired
         from still, told`,
      [of.id, toIso(now), toIso(since)],
    );
  }

  async readLastBatch(sql: Sql, destinationId: string, since: Instant): Promise<LastBatch | null> {
    return (
      (await sql.row<LastBatch>(
        // By the primary key, whose ids are in time order.
        `with latest as (
         select * from feedback_batch where id >= $2 and destination_id = $1 order by id desc limit 1)
       select latest.id, items, leased_at as "leasedAt", acked_at as "ackedAt",
              array(select each ->> 'state' from jsonb_array_elements(ack_answer -> 'items') as each) as states,
              fault.error_code as "errorCode", fault.error_message as "errorMessage"
         from latest left join lateral (
           select error_code, min(error_message) as error_message from feedback_delivery
            where batch_id = latest.id and error_code is not null and state not in ('sent', 'accepted')
            group by error_code order by count(*) desc, error_code limit 1) as fault on true`,
        [destinationId, firstIdOf(since)],
      )) ?? null
    );
  }

  readPush(sql: Sql, destinationId: string): Promise<PushHealth> {
    return sql.one(
      `select coalesce(max(failures), 0)::int as failures, max(next_at) as "notBefore",
              (select min(leased_until) from feedback_delivery
                where destination_id = $1 and state = 'leased' and not is_shadow) as "leasedUntil"
         from feedback_push where destination_id = $1`,
      [destinationId],
    );
  }

  /** By the platform's error code. */
  readFailed(sql: Sql, of: DestinationMode, since: Instant): Promise<NamedCount[]> {
    return this.count(sql, `error_code`, `state = 'failed'`, of, since);
  }

  readWithheld(sql: Sql, of: DestinationMode, since: Instant): Promise<NamedCount[]> {
    return this.count(sql, `withheld_reason`, `state = 'withheld'`, of, since);
  }

  /**
   * Returns campaigns of leads with deliveries, those with the most junk first. The ids, which contain an instant, keep
   * it from reading older leads.
   */
  readCampaigns(sql: Sql, of: DestinationMode, since: Instant): Promise<CampaignHealth[]> {
    return sql.rows(
      `select campaign, count(*)::int as leads,
              count(*) filter (where exists (
                select from disposition where disposition.id = lead.disposition_id and intent = any ($3)))::int as junk
         from lead
        where received_at >= $2 and id >= $4
          and id in (select lead_id from feedback_delivery where destination_id = $1 and lead_id >= $4 and ${ofMode(of)})
        group by campaign order by junk desc, leads desc, campaign limit 50`,
      [of.id, toIso(since), JUNK, idsAround({ from: since, to: since }).first],
    );
  }

  private count(
    sql: Sql,
    name: 'error_code' | 'withheld_reason',
    which: string,
    of: DestinationMode,
    since: Instant,
  ): Promise<NamedCount[]> {
    return sql.rows(
      `select ${name} as name, count(*)::int as count from feedback_delivery
        where destination_id = $1 and ${ofMode(of)} and ${which} and created_at >= $2
        group by ${name} order by count desc, ${name} limit 50`,
      [of.id, toIso(since)],
    );
  }
}
