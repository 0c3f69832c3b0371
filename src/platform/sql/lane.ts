import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { chance } from '../values/chance.js';
import { CopyOut } from './copy-out.js';
import { close, poolOf } from './data-source.js';
import { GRACE_MS } from './pool.js';
import { type Rows, repositoryOn, type TableOfRows } from './repository.js';
import { isBroken, type Result, type RowSql, Sql, Statements, type Tx } from './sql.js';

const DEADLOCK_OR_SERIALIZATION = new Set(['40P01', '40001']);
const ATTEMPTS_MAX = 5;
/**
 * SQLSTATE of a lock that could not be obtained in time. The transaction has released all its locks and is tried again.
 */
const LOCKED = '55P03';
const LOCKED_MAX_MS = 20_000;
const LOCKED_PAUSE_MS = 50;
const LOCKED_PAUSE_MAX_MS = 400;
const HELD_BYTES_MAX = 32 * 1024;

/** A pool of connections. Slow work on one lane does not take connections from another. */
export class Lane extends Sql implements RowSql {
  readonly pool: Pool;

  /**
   * @param source opens the pool, and is initialized
   * @param entities knows the tables of configuration
   */
  constructor(
    private readonly source: DataSource,
    private readonly entities = source,
  ) {
    super();
    this.pool = poolOf(source)!;
  }

  close(): Promise<void> {
    return close(this.source);
  }

  repository<Row extends object>(table: TableOfRows<Row>): Rows<Row> {
    return repositoryOn(this.entities, this, table);
  }

  async query<Row>(text: string, values: readonly unknown[] = [], name?: string): Promise<Result<Row>> {
    return run<Row>(this.pool, { text, values, name });
  }

  /** Runs statements with a shorter time limit. A connection that stays silent for longer is given up. */
  within(limitMs: number): Sql {
    return new Statements(<Row>(text: string, values: readonly unknown[] = [], name?: string) =>
      inTime(run<Row>(this.pool, { text, values, name, limitMs }), limitMs),
    );
  }

  /**
   * Runs work in one transaction. After a deadlock or a serialization failure, it is tried again from the start; after
   * a lock timeout too, with growing pauses. So `work` must keep nothing of an earlier attempt. A commit whose answer
   * is lost may have succeeded, but counts as a failure here. A repeated request is recognised by what it asks for (an
   * external id, an idempotency key, what is still due).
   * @param statementMs in place of the limit of this lane, for work that may take longer
   */
  async transaction<T>(work: (tx: Tx) => Promise<T>, statementMs?: number): Promise<T> {
    const beganMs = performance.now();
    for (let attempt = 1; ; attempt += 1) {
      const client = await this.pool.connect();
      try {
        const result = await attemptOn(client, work, { statementMs, entities: this.entities });
        client.release();
        return result;
      } catch (error) {
        await rollBack(client, error);
        const { code = '' } = error as { code?: string };
        const mayTryAgain =
          code === LOCKED
            ? performance.now() - beganMs < LOCKED_MAX_MS
            : attempt < ATTEMPTS_MAX && DEADLOCK_OR_SERIALIZATION.has(code);
        if (!mayTryAgain) throw error;
        if (code === LOCKED) await sleep(pauseAfter(attempt));
      }
    }
  }

  /** Numbers of open connections, of idle ones among them, and of callers that wait for one. */
  get connections(): { readonly open: number; readonly idle: number; readonly waiting: number } {
    const { totalCount: open, idleCount: idle, waitingCount: waiting } = this.pool;
    return { open, idle, waiting };
  }
}

/** Varies, so that those who wait for one lock do not all retry at once. */
function pauseAfter(attempt: number): number {
  return Math.min(LOCKED_PAUSE_MS * 2 ** (attempt - 1), LOCKED_PAUSE_MAX_MS) * (0.5 + chance());
}

async function attemptOn<T>(
  client: PoolClient,
  work: (tx: Tx) => Promise<T>,
  { statementMs, entities }: { readonly statementMs: number | undefined; readonly entities: DataSource },
): Promise<T> {
  const sent: Promise<unknown>[] = [];
  const afterwards: (() => void)[] = [];
  // Once a statement has failed, all that follow fail because of it: the first failure is the cause.
  let cause: unknown;
  const fail = (error: unknown): never => {
    cause ??= error;
    throw error;
  };
  const limitMs = statementMs && statementMs + GRACE_MS;
  // If a part of the work fails, others may still go on, when the connection already belongs to another caller.
  let hasEnded = false;
  const refuseLate = () => Promise.reject(new Error('The transaction has ended'));
  const query = <Row>(text: string, values: readonly unknown[] = [], name?: string): Promise<Result<Row>> => {
    if (hasEnded) return refuseLate();
    sendTogether(client);
    return run<Row>(client, { text, values, name, limitMs }).catch(fail);
  };
  const copy = (text: string, onRow: (fields: readonly Buffer[]) => void) =>
    hasEnded ? refuseLate() : CopyOut.run(client, text, onRow).catch(fail);
  const send = (statements: Promise<unknown>) => {
    statements.catch(() => undefined);
    sent.push(statements);
  };
  send(query('begin'));
  if (statementMs !== undefined)
    send(query(`select set_config('statement_timeout', $1, true)`, [String(statementMs)], 'statement-timeout'));
  try {
    const afterCommit = (then: () => void) => void afterwards.push(then);
    const sql = new Statements(query);
    const repository = <Row extends object>(table: TableOfRows<Row>) => repositoryOn(entities, sql, table);
    const result = await work(Object.assign(sql, { repository, send, copy, afterCommit }));
    send(query('commit'));
    hasEnded = true;
    await Promise.all(sent);
    for (const then of afterwards) then();
    return result;
  } catch (error) {
    hasEnded = true;
    throw cause ?? error;
  }
}

/** Rolls back. A broken connection is destroyed instead, and Postgres rolls back. */
async function rollBack(client: PoolClient, failure: unknown): Promise<void> {
  let broken = isBroken(failure) ? failure : undefined;
  if (broken === undefined) {
    await client.query('rollback').catch((error: unknown) => {
      broken = error;
    });
  }
  if (broken !== undefined) streamOf(client).destroy();
  client.release(broken !== undefined);
}

/**
 * Writes statements sent in one go together: each by itself would be a system call that wakes Postgres up. A long
 * series is flushed before its end, so that Postgres works on the first while the last are written.
 */
function sendTogether(client: PoolClient): void {
  const stream = streamOf(client);
  if (stream.writableCorked === 0) {
    stream.cork();
    process.nextTick(() => stream.uncork());
  } else if (stream.writableLength > HELD_BYTES_MAX) {
    stream.uncork();
    stream.cork();
  }
}

function streamOf(client: PoolClient): Socket {
  return (client as unknown as { connection: { stream: Socket } }).connection.stream;
}

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly name?: string | undefined;
  /** Time limit for the answer, if it differs from that of the lane's connections. */
  readonly limitMs?: number | undefined;
}

async function run<Row>(client: Pool | PoolClient, { text, values, name, limitMs }: Statement): Promise<Result<Row>> {
  const result = await client.query({
    text,
    values: values as unknown[],
    ...(name && { name }),
    ...(limitMs && { query_timeout: limitMs }),
  });
  return { rows: result.rows as Row[], count: result.rowCount ?? 0 };
}

async function inTime<T>(answer: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timeout expired')), limitMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
