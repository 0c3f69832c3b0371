import { Injectable } from '@nestjs/common';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import type { WhyNotTaken } from './arrival.js';

/** A node that does not get it leaves telling to the one that has it. */
const TELL_LOCK = 7_301_982_385;

/** Submissions of a connection that were rejected, and of which nobody was told. */
export interface Rejections {
  readonly connectionId: string;
  readonly name: string;
  readonly count: number;
  /** Of the latest. */
  readonly reason: WhyNotTaken;
}

@Injectable()
export class RejectionAlarmStore {
  tryLock(tx: Tx): Promise<boolean> {
    return tx.value('select pg_try_advisory_xact_lock($1) as "isOurs"', [TELL_LOCK]);
  }

  /**
   * Notes that people are told of what was rejected until an instant, for connections of which they were last told
   * before another one.
   */
  noteTold(tx: Tx, { until, before }: { readonly until: Instant; readonly before: Instant }): Promise<Rejections[]> {
    return tx.rows(
      `with untold as (
         select inbound_id, count(*)::int as count, (array_agg(reason order by rejected_at desc))[1] as reason
           from arrival left join rejection_alarm using (inbound_id)
          where state = 'rejected' and reason is not null and rejected_at <= $1
            and rejected_at > coalesce(told_until, '-infinity') and (told_until is null or told_until <= $2)
          group by inbound_id),
       told as (
         insert into rejection_alarm (inbound_id, told_until) select inbound_id, $1 from untold
         on conflict (inbound_id) do update set told_until = excluded.told_until)
       select inbound_id as "connectionId", name, count, reason from untold join inbound on inbound.id = inbound_id
        order by lower(name)`,
      [toIso(until), toIso(before)],
      'rejections-tell',
    );
  }

  /** Returns how many submissions of the last 30 days were rejected, and how many wait. */
  countLeft(sql: Sql): Promise<{ state: 'rejected' | 'waiting'; count: number }[]> {
    return sql.rows(
      `select state, count(*)::int as count from arrival
        where reason is not null and state in ('rejected', 'waiting') group by state`,
      [],
      'arrivals-left',
    );
  }
}
