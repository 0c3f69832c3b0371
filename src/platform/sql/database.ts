import { Lane } from './lane.js';
import { LANES, type Limits, poolOf } from './pool.js';
import { requireOwnSessions } from './pooler.js';
import { Reads } from './reads.js';

export { isBroken, isDiskFull, isTooSlow, isUnavailable, type Result, Sql, Statements, type Tx } from './sql.js';

/**
 * The only access to Postgres. This lane serves requests that change something; `engine` serves work that falls due,
 * and `reads` serves read-only requests, each on connections of its own. Instants arrive as epoch milliseconds (see
 * `pool.ts`).
 */
export class Database extends Lane {
  readonly engine: Lane;
  readonly reads: Reads;

  private constructor(url: string) {
    const of = (limits: Limits) => poolOf(url, limits);
    super(of(LANES.requests));
    this.engine = new Lane(of(LANES.engine));
    this.reads = new Reads(of(LANES.reads));
  }

  /** @throws the driver's error if the database cannot be reached; StartRefusal if a pooler is in its way */
  static async open(url: string): Promise<Database> {
    const database = new Database(url);
    try {
      await Promise.all(database.lanes.map((lane) => lane.query('select 1')));
      await requireOwnSessions(database.lanes, url);
      return database;
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  override async close(): Promise<void> {
    await Promise.all([super.close(), this.engine.close(), this.reads.close()]);
  }

  private get lanes(): readonly Lane[] {
    return [this, this.engine, this.reads];
  }
}
