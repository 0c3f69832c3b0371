import { Injectable } from '@nestjs/common';
import type { OpenLeads } from '../people/absence.entity.js';
import type { Sql } from '../platform/database.js';
import { newId } from '../platform/ids.js';
import { type Instant, toIso } from '../platform/instant.js';

export type RepTimerKind = 'absenceStart' | 'absenceEnd' | 'available';

export interface RepTimer {
  readonly id: string;
  readonly kind: RepTimerKind;
  readonly repId: string;
  readonly absenceId: string | null;
  readonly openLeads: OpenLeads | null;
  readonly dueAt: Instant;
  /** Whether it has been announced: whoever goes away does so once, however long it takes to move their leads. */
  readonly isAnnounced: boolean;
}

/** Whoever does not get it leaves the timers to whoever has it. */
const REP_TIMERS_LOCK = 7_301_982_351;

/** The clocks of reps: an absence begins or ends, somebody becomes available again. */
@Injectable()
export class RepTimerStore {
  async add(
    tx: Sql,
    timer: { kind: RepTimerKind; repId: string; absenceId: string | null; at: Instant; now: Instant },
  ): Promise<void> {
    await tx.query(
      `insert into clock (id, kind, rep_id, absence_id, state, started_at, due_at, next_at)
       values ($1, $2, $3, $4, 'running', $5, $6, $6)`,
      [newId(timer.now), timer.kind, timer.repId, timer.absenceId, toIso(timer.now), toIso(timer.at)],
    );
  }

  /** Ends the timer of an availability that has been set anew. */
  async cancelAvailable(tx: Sql, repId: string, now: Instant): Promise<void> {
    await tx.query(
      `update clock set state = 'cancelled', ended_at = $2, end_reason = 'setAnew', next_at = null
        where kind = 'available' and rep_id = $1 and state = 'running'`,
      [repId, toIso(now)],
    );
  }

  /**
   * Claims the next timer that is due. One at a time in all nodes: what is recorded of a rep is numbered in the order of
   * transactions, which is the order of the feed, only if a transaction writes nothing before it is its turn.
   */
  async claimDue(tx: Sql, now: Instant): Promise<RepTimer | undefined> {
    const turn = await tx.query<{ isOurs: boolean }>('select pg_try_advisory_xact_lock($1) as "isOurs"', [
      REP_TIMERS_LOCK,
    ]);
    if (!turn.rows[0]!.isOurs) return undefined;
    const { rows } = await tx.query<RepTimer>(
      `select clock.id, clock.kind, clock.rep_id as "repId", clock.absence_id as "absenceId", absence.open_leads as "openLeads",
              clock.due_at as "dueAt", clock.progress > 0 as "isAnnounced"
         from clock left join absence on absence.id = clock.absence_id
        where clock.next_at <= $1 and clock.lead_id is null and clock.rep_id is not null
        order by clock.next_at, clock.id
        limit 1
          for no key update of clock skip locked`,
      [toIso(now)],
      'rep-timer-claim',
    );
    return rows[0];
  }

  async finish(tx: Sql, id: string, now: Instant): Promise<void> {
    await tx.query(
      `update clock set state = 'met', met_at = $2, ended_at = $2, next_at = null where lead_id is null and id = $1`,
      [id, toIso(now)],
    );
  }

  /** It has been announced, and is not over yet: it is looked at again at an instant. */
  async goOn(tx: Sql, id: string, at: Instant): Promise<void> {
    await tx.query('update clock set progress = 1, next_at = $2 where lead_id is null and id = $1', [id, toIso(at)]);
  }

  /** Lets a timer rest until an instant. @returns whether it was still due */
  async postpone(tx: Sql, id: string, now: Instant, until: Instant): Promise<boolean> {
    const { count } = await tx.query(
      'update clock set next_at = $3 where lead_id is null and id = $1 and next_at <= $2',
      [id, toIso(now), toIso(until)],
    );
    return count > 0;
  }

  /** Whether the beginning of an absence has been announced, and its end not yet. */
  async isAway(tx: Sql, absenceId: string): Promise<boolean> {
    const { rows } = await tx.query(
      `select 1 from clock as beginning join clock as ending on ending.absence_id = beginning.absence_id
        where beginning.absence_id = $1 and beginning.kind = 'absenceStart' and ending.kind = 'absenceEnd'
          and (beginning.progress > 0 or beginning.state <> 'running') and ending.state = 'running'`,
      [absenceId],
    );
    return rows.length > 0;
  }

  /** Whether the end of an absence has been carried out. */
  async hasEnded(tx: Sql, absenceId: string): Promise<boolean> {
    const { rows } = await tx.query(
      `select 1 from clock where absence_id = $1 and kind = 'absenceEnd' and state <> 'running'`,
      [absenceId],
    );
    return rows.length > 0;
  }
}
