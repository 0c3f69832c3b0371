import { type DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { dataSource, LANES } from './data-source.js';
import { Lane } from './lane.js';
import { Reads } from './reads.js';

export { isDiskFull, isTooSlow, isUnavailable, type Result, type Sql, type Tx } from './sql.js';

/**
 * The one door to Postgres, for requests that change something; `engine` is for what falls due and `reads` for what is
 * only looked at, on connections of their own. Instants arrive as epoch milliseconds (see `data-source.ts`).
 */
export class Database extends Lane {
  private constructor(
    source: DataSource,
    readonly engine: Lane,
    readonly reads: Reads,
    private readonly sources: readonly DataSource[],
  ) {
    super(source);
  }

  static async open(url: string, entities: EntityTarget<ObjectLiteral>[] = []): Promise<Database> {
    const sources: DataSource[] = [];
    try {
      const [requests, engine, reads] = [LANES.requests, LANES.engine, LANES.reads].map((limits) =>
        dataSource(url, entities, limits),
      );
      for (const source of [requests!, engine!, reads!]) sources.push(await source.initialize());
      return new Database(requests!, new Lane(engine!), new Reads(reads!), sources);
    } catch (error) {
      await closeAll(sources);
      throw error;
    }
  }

  close(): Promise<void> {
    return closeAll(this.sources);
  }
}

async function closeAll(sources: readonly DataSource[]): Promise<void> {
  for (const source of sources) await source.destroy();
}
