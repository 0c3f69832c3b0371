import { Injectable } from '@nestjs/common';
import { Database } from '../platform/sql/database.js';
import { type Instant, toIso } from '../platform/values/duration.js';

/** What there is to do, as one query finds it. */
export interface Beat {
  /** Names of the work that waits and is due. */
  readonly waiting: readonly string[];
  /** When the next clock falls due; null if none will. */
  readonly nextClockAt: Instant | null;
  /** The position of the latest final event, as text. It changes when the ledger advances. */
  readonly latest: string | null;
}

/** @param questions SQL conditions, by the names of the work that each is about */
const probe = (questions: ReadonlyMap<string, string>) => `select
    array_remove(array[${[...questions]
      .map(([name, question]) => `case when ${question} then '${name}' end`)
      .join(', ')}], null) as waiting,
    (select min(next_at) from clock) as "nextClockAt",
    (select concat_ws(' ', epoch, xid, seq)
       from event
      where (epoch, xid, seq) < ((select epoch from feed_epoch), pg_snapshot_xmin(pg_current_snapshot()), 0)
      order by epoch desc, xid desc, seq desc limit 1) as latest`;

/** The single query of an idle node. Each module with work adds its own condition when it is created. */
@Injectable()
export class PulseStore {
  private readonly questions = new Map<string, string>();
  private probe = '';

  constructor(private readonly database: Database) {}

  /**
   * Adds a condition to the query.
   * @param question SQL that tells whether any of this work waits and is due at $1. It selects the first row of a
   * partial index, once for each webhook, channel or tool if those rest and stop independently. If it only asks whether
   * any row exists, outdated statistics make Postgres read a whole table. Work that cannot be taken must not count as
   * due, or it would be looked for again and again.
   */
  ask(name: string, question: string): void {
    this.questions.set(name, question);
    this.probe = probe(this.questions);
  }

  read(now: Instant): Promise<Beat> {
    return this.database.engine.one(this.probe, [toIso(now)], 'pulse');
  }
}
