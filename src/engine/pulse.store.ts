import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database.js';
import { type Instant, toIso } from '../platform/duration.js';

/** What there is to do. */
export interface Beat {
  /** The work of which some is due, by its names. */
  readonly waiting: readonly string[];
  /** When the next clock falls due; null where none will. */
  readonly nextClockAt: Instant | null;
  /** The place of the latest event that is final, as a word: it changes when the ledger has gone on. */
  readonly latest: string | null;
}

/** @param questions SQL, by the names of the work that each is about */
const probe = (questions: ReadonlyMap<string, string>) => `select
    array_remove(array[${[...questions]
      .map(([name, question]) => `case when ${question} then '${name}' end`)
      .join(', ')}], null) as waiting,
    (select min(next_at) from clock) as "nextClockAt",
    (select concat_ws(' ', epoch, xid, seq)
       from event
      where (epoch, xid, seq) < ((select epoch from feed_epoch), pg_snapshot_xmin(pg_current_snapshot()), 0)
      order by epoch desc, xid desc, seq desc limit 1) as latest`;

/** The one question of an idle node. Whoever has work for it adds its own part of it when its module is made. */
@Injectable()
export class PulseStore {
  private readonly questions = new Map<string, string>();
  private probe = '';

  constructor(private readonly database: Database) {}

  /**
   * @param question SQL for whether any of this work waits and is due at $1. It asks for the first of a partial index, one
   *   for each webhook, channel or tool where those rest and stop by themselves: asked whether there is any at all, Postgres
   *   goes through a whole table by old statistics. What cannot be taken must not count as due: it would be looked for again
   *   and again.
   */
  ask(name: string, question: string): void {
    this.questions.set(name, question);
    this.probe = probe(this.questions);
  }

  async read(now: Instant): Promise<Beat> {
    const { rows } = await this.database.engine.query<Beat>(this.probe, [toIso(now)], 'pulse');
    return rows[0]!;
  }
}
