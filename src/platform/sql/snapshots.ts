import pg from 'pg';
import { MS_PER_MINUTE, MS_PER_SECOND } from '../values/duration.js';
import { FORMS, types, withSettings } from './pool.js';
import { type Sql, Statements } from './sql.js';

const CONNECT_WITHIN_MS = 5_000;
/** Reading a whole table may take longer than a request that someone waits for. */
const STATEMENT_MS = 10 * MS_PER_MINUTE;
const IDLE_MS = MS_PER_MINUTE;
const ATTEMPTS_MAX = 5;
const SERIALIZATION_FAILURE = '40001';
const KEEP_ALIVE_AFTER_MS = 10 * MS_PER_SECOND;

/**
 * A single connection that only reads, for programs that read much: beside the running program, and from a standby too.
 */
export class Snapshots {
  /** @param close closes the connection */
  constructor(
    private readonly client: pg.ClientBase,
    readonly close: () => Promise<void>,
  ) {}

  static async open(url: string): Promise<Snapshots> {
    const client = new pg.Client({
      ...withSettings(url, {
        ...FORMS,
        jit: 'off',
        lock_timeout: 0,
        statement_timeout: STATEMENT_MS,
        idle_in_transaction_session_timeout: IDLE_MS,
      }),
      types,
      application_name: 'touchline verify',
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    });
    // A connection that breaks while idle fails with the next query.
    client.on('error', () => undefined);
    await client.connect();
    return new Snapshots(client, () => client.end());
  }

  /** Runs `work` on a read-only snapshot. It should be short, because Postgres keeps old rows for it. */
  async at<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      await this.client.query('begin transaction isolation level repeatable read read only');
      try {
        return await work(this.sql);
      } catch (error) {
        // A standby has to follow its primary, which may have removed rows that were being read.
        if (attempt >= ATTEMPTS_MAX || (error as { code?: string }).code !== SERIALIZATION_FAILURE) throw error;
      } finally {
        await this.client.query('rollback').catch(() => undefined);
      }
    }
  }

  private readonly sql = new Statements(async <Row>(text: string, values: readonly unknown[] = [], name?: string) => {
    const result = await this.client.query({ text, values: values as unknown[], ...(name && { name }) });
    return { rows: result.rows as Row[], count: result.rowCount ?? 0 };
  });
}
