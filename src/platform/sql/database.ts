import type { DataSource } from 'typeorm';
import { close, dataSource } from './data-source.js';
import { ENTITIES } from './entity-table.js';
import { Lane } from './lane.js';
import { LANES } from './pool.js';
import { requireOwnSessions } from './pooler.js';
import { Reads } from './reads.js';

export {
  isBroken,
  isDiskFull,
  isTooSlow,
  isUnavailable,
  type Result,
  type RowSql,
  Sql,
  Statements,
  type Tx,
} from './sql.js';

/**
 * The only access to Postgres. This lane serves requests that change something; `engine` serves work that falls due,
 * and `reads` serves read-only requests, each on connections of its own. Instants arrive as epoch milliseconds (see
 * `pool.ts`).
 */
export class Database extends Lane {
  readonly engine: Lane;
  readonly reads: Reads;

  private constructor([requests, engine, reads]: readonly [DataSource, DataSource, DataSource]) {
    super(requests);
    this.engine = new Lane(engine, requests);
    this.reads = new Reads(reads, requests);
  }

  /** @throws the driver's error if the database cannot be reached; StartRefusal if a pooler is in its way */
  static async open(url: string): Promise<Database> {
    const sources = [
      dataSource(url, LANES.requests, { entities: ENTITIES }),
      dataSource(url, LANES.engine),
      dataSource(url, LANES.reads),
    ] as const;
    try {
      const opened = await Promise.allSettled(sources.map((source) => source.initialize()));
      for (const each of opened) if (each.status === 'rejected') throw each.reason;
      const database = new Database(sources);
      await requireOwnSessions(database.lanes, url);
      return database;
    } catch (error) {
      await Promise.all(sources.map(close));
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
