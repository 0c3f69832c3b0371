import type { Socket } from 'node:net';
import type { Pool, PoolClient } from 'pg';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';

const DEADLOCK_OR_SERIALIZATION = new Set(['40P01', '40001']);
const ATTEMPTS_MAX = 5;
const HELD_BYTES_MAX = 32 * 1024;

/** Codes that mean "try again": the database restarts, is full of work, or a statement ran into its time limit. */
const UNAVAILABLE = /^(57P0[0-5]|57014|08\d{3}|53\d{3}|25P0[34]|ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT)$/;

/** Whether a failure is the database's being away, and not the work's own. */
export function isUnavailable(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && UNAVAILABLE.test(code)) return true;
  return (
    typeof message === 'string' &&
    /^(Connection terminated|timeout exceeded when trying to connect|Driver not Connected)/.test(message)
  );
}

export interface Result<Row> {
  readonly rows: Row[];
  /** Rows returned or touched by the statement. */
  readonly count: number;
}

/** Something that runs SQL: a transaction, or the database itself for a statement that is its own transaction. */
export interface Sql {
  /**
   * Runs one statement. Always rows and count, whatever the statement (TypeORM's raw results differ by verb).
   * @param name when given the statement is prepared once per connection: for the large statements of the hot paths,
   *             whose planning would cost more than their execution
   */
  query<Row>(text: string, values?: readonly unknown[], name?: string): Promise<Result<Row>>;
}

/** An open transaction; the entity manager serves the plain configuration tables. */
export interface Tx extends Sql {
  readonly manager: EntityManager;
  /**
   * Leaves statements on their way without waiting for them: they are carried out before any that follow, and the
   * transaction waits for all of them before it ends. For locks and writes whose answer nobody needs: every answer
   * waited for is a round trip in which neither side works.
   */
  send(statements: Promise<unknown>): void;
}

/** The one door to Postgres. Instants arrive as epoch milliseconds (see `data-source.ts`). */
export class Database implements Sql {
  constructor(readonly source: DataSource) {}

  async query<Row>(text: string, values: readonly unknown[] = [], name?: string): Promise<Result<Row>> {
    const pool = (this.source.driver as PostgresDriver).master as Pool;
    return run<Row>(pool, text, values, name);
  }

  /**
   * Runs work in one transaction. Deadlocks and serialization failures are tried again from the start, so `work` must
   * not keep anything of a former attempt.
   */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      const runner = this.source.createQueryRunner();
      try {
        return await this.attempt(runner, work);
      } catch (error) {
        if (attempt >= ATTEMPTS_MAX || !DEADLOCK_OR_SERIALIZATION.has((error as { code?: string }).code ?? ''))
          throw error;
      } finally {
        await runner.release();
      }
    }
  }

  private async attempt<T>(runner: QueryRunner, work: (tx: Tx) => Promise<T>): Promise<T> {
    const client: PoolClient = await runner.connect();
    const sent: Promise<unknown>[] = [];
    // Once a statement has failed, all that follow fail because of it: the first failure is the cause.
    let cause: unknown;
    const query = <Row>(text: string, values: readonly unknown[] = [], name?: string): Promise<Result<Row>> => {
      sendTogether(client);
      return run<Row>(client, text, values, name).catch((error: unknown) => {
        cause ??= error;
        throw error;
      });
    };
    const send = (statements: Promise<unknown>) => {
      statements.catch(() => undefined);
      sent.push(statements);
    };
    send(query('begin'));
    try {
      const result = await work({ manager: runner.manager, query, send });
      send(query('commit'));
      await Promise.all(sent);
      return result;
    } catch (error) {
      // A broken connection cannot roll back; Postgres has done it already.
      await client.query('rollback').catch(() => undefined);
      throw cause ?? error;
    }
  }
}

/**
 * Lets the statements that are sent in one go leave in one piece: each by itself would be a system call that wakes
 * Postgres up. A long row of them does not wait for its end: Postgres works on the first while the last is written out.
 */
function sendTogether(client: PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  if (stream.writableCorked === 0) {
    stream.cork();
    process.nextTick(() => stream.uncork());
  } else if (stream.writableLength > HELD_BYTES_MAX) {
    stream.uncork();
    stream.cork();
  }
}

async function run<Row>(
  client: Pool | PoolClient,
  text: string,
  values: readonly unknown[],
  name?: string,
): Promise<Result<Row>> {
  const result = await client.query({ text, values: values as unknown[], ...(name && { name }) });
  return { rows: result.rows as Row[], count: result.rowCount ?? 0 };
}
