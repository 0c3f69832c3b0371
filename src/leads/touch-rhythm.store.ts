import { Injectable } from '@nestjs/common';
import type { Sql, Tx } from '../platform/sql/database.js';
import { type Instant, type Interval, MS_PER_DAY, MS_PER_MINUTE, toIso } from '../platform/values/duration.js';

export interface TouchRhythm {
  readonly keyId: string;
  readonly lastAt: Instant;
  /** Whether the key is neither revoked nor expired. */
  readonly isActive: boolean;
  /** The last touch before a silence that was announced; null while there is none. */
  readonly silentSince: Instant | null;
  /** When the touches were found to be back; null until then. */
  readonly backAt: Instant | null;
  readonly holdId: string | null;
}

/** One node at a time checks; the others skip. */
const RHYTHM_LOCK = 7_301_982_352;
/** Transactions that commit out of order are caught by the next check. */
const OVERLAP_MS = MS_PER_MINUTE;
/** A key that was silent for longer is not watched any more. */
const FORGOTTEN_MS = 28 * MS_PER_DAY;

/** Stores when each key last reported touches, so that its silence is noticed. */
@Injectable()
export class TouchRhythmStore {
  tryLock(tx: Tx): Promise<boolean> {
    return tx.value('select pg_try_advisory_xact_lock($1) as "isOurs"', [RHYTHM_LOCK]);
  }

  /** Records what was reported since the last check. */
  async note(tx: Tx, now: Instant): Promise<void> {
    const at = await tx.value<Instant | null>('select max(last_at) as at from touch_rhythm');
    const since = Math.max((at ?? 0) - OVERLAP_MS, now - FORGOTTEN_MS);
    await tx.query(
      `insert into touch_rhythm (key_id, last_at)
       select actor_id, max(recorded_at) from touch where recorded_at > $1 and actor_type = 'key' and cycle > 0 group by actor_id
       on conflict (key_id) do update set last_at = excluded.last_at where touch_rhythm.last_at < excluded.last_at`,
      [toIso(since)],
    );
  }

  readAll(tx: Sql, now: Instant): Promise<TouchRhythm[]> {
    return tx.rows(
      `select key_id as "keyId", last_at as "lastAt", silent_since as "silentSince", back_at as "backAt",
              hold_id as "holdId",
              api_key.revoked_at is null and coalesce(api_key.expires_at > $1, true) as "isActive"
         from touch_rhythm join api_key on api_key.id = key_id order by key_id`,
      [toIso(now)],
    );
  }

  /** Returns the minutes of an interval in which touches of a key were reported. */
  readMinutes(sql: Sql, keyId: string, { from, to }: Interval): Promise<Instant[]> {
    return sql.column(
      `select distinct date_trunc('minute', recorded_at) as at from touch
        where recorded_at >= $2 and recorded_at < $3 and actor_type = 'key' and actor_id = $1 and cycle > 0 order by at`,
      [keyId, toIso(from), toIso(to)],
    );
  }

  /** Marks a key as silent, unless touches came since it was read. @returns whether that is new */
  fallSilent(tx: Tx, { keyId, lastAt }: TouchRhythm, holdId: string | null): Promise<boolean> {
    return tx.matches(
      `update touch_rhythm set silent_since = last_at, hold_id = $3, back_at = null
        where key_id = $1 and last_at = $2 and silent_since is null`,
      [keyId, toIso(lastAt), holdId],
    );
  }

  /** Marks a key's touches as back. @returns whether that is new */
  comeBack(tx: Tx, { keyId }: TouchRhythm, now: Instant): Promise<boolean> {
    return tx.matches(
      'update touch_rhythm set back_at = $2 where key_id = $1 and silent_since is not null and back_at is null',
      [keyId, toIso(now)],
    );
  }

  /** Ends a silence. @returns whether there was one */
  finish(tx: Tx, { keyId }: TouchRhythm): Promise<boolean> {
    return tx.matches(
      `update touch_rhythm set silent_since = null, back_at = null, hold_id = null
        where key_id = $1 and silent_since is not null`,
      [keyId],
    );
  }
}
