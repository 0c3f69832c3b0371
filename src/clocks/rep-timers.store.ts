import { Injectable } from '@nestjs/common';
import type { OpenLeads } from '../people/absence.table.js';
import type { Sql } from '../platform/sql/database.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import type { RepClockKind } from './clock.js';

export interface RepTimer {
  readonly id: string;
  readonly kind: RepClockKind;
  readonly repId: string;
  readonly absenceId: string | null;
  /** What happens to the open leads of a rep who is away or leaves. */
  readonly openLeads: OpenLeads | null;
  readonly dueAt: Instant;
  /** Whether the timer has been announced: once, however long it takes to move the leads. */
  readonly isAnnounced: boolean;
}

/** A rep whose open leads go to others from an instant on. */
export interface DueDeparture {
  readonly repId: string;
  readonly untouchedOnly: boolean;
}

/** A node that does not get the lock leaves the timers to the one that has it. */
const REP_TIMERS_LOCK = 7_301_982_351;

/** Clocks of reps: an absence begins or ends, a rep becomes available again, or leaves. */
@Injectable()
export class RepTimerStore {
  /** Claims the next due timer. Only one transaction of all nodes can at a time. */
  async claimDue(tx: Sql, now: Instant): Promise<RepTimer | undefined> {
    const isOurs = await tx.value<boolean>('select pg_try_advisory_xact_lock($1) as "isOurs"', [REP_TIMERS_LOCK]);
    if (!isOurs) return undefined;
    return tx.row(
      `select clock.id, clock.kind, clock.about_rep_id as "repId", clock.absence_id as "absenceId",
              coalesce(clock.open_leads, absence.open_leads) as "openLeads",
              clock.due_at as "dueAt", clock.progress > 0 as "isAnnounced"
         from clock left join absence on absence.id = clock.absence_id
        where clock.next_at <= $1 and clock.lead_id is null and clock.about_rep_id is not null
        order by clock.next_at, clock.id
        limit 1
          for no key update of clock skip locked`,
      [toIso(now)],
      'rep-timer-claim',
    );
  }

  /** Returns the reps who go away or leave at this instant and do not keep all of their leads. */
  readLeaving(sql: Sql, at: Instant): Promise<DueDeparture[]> {
    return sql.rows(
      `select clock.about_rep_id as "repId", bool_and(coalesce(clock.open_leads, absence.open_leads) = 'reassignUntouched') as "untouchedOnly"
         from clock left join absence on absence.id = clock.absence_id
        where clock.next_at = $1 and clock.lead_id is null and clock.about_rep_id is not null
          and clock.kind in ('departure', 'absenceStart')
          and coalesce(clock.open_leads, absence.open_leads) in ('reassignAll', 'reassignUntouched')
        group by clock.about_rep_id order by clock.about_rep_id`,
      [toIso(at)],
      'rep-timer-leaving',
    );
  }

  /** Reports whether the beginning of an absence has been announced, and its end not yet. */
  isAway(tx: Sql, absenceId: string): Promise<boolean> {
    return tx.matches(
      `select 1 from clock as beginning join clock as ending on ending.absence_id = beginning.absence_id
        where beginning.absence_id = $1 and beginning.kind = 'absenceStart' and ending.kind = 'absenceEnd'
          and (beginning.progress > 0 or beginning.state <> 'running') and ending.state = 'running'`,
      [absenceId],
    );
  }

  /** Reports whether the end of an absence has been carried out. */
  hasEnded(tx: Sql, absenceId: string): Promise<boolean> {
    return tx.matches(`select 1 from clock where absence_id = $1 and kind = 'absenceEnd' and state <> 'running'`, [
      absenceId,
    ]);
  }
}
