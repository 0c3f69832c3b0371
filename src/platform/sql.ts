/**
 * Codes that mean "try again": the database restarts, is full of work, is being replaced by another (25006: this one only
 * follows), or a statement ran into its time limit, or into the one for locks.
 */
const UNAVAILABLE =
  /^(57P0[0-5]|57014|55P03|08\d{3}|53\d{3}|25006|25P0[34]|ECONN(REFUSED|RESET|ABORTED)|EPIPE|ENOENT|ETIMEDOUT|E(HOST|NET)UNREACH|ENOTFOUND|EAI_AGAIN)$/;

/** Postgres (53100) and the system say so: there is no room to write, or none for this user. */
const NO_SPACE = /^(53100|ENOSPC|EDQUOT)$/;

/** What the driver says of connections that have broken or are not to be had; it gives them no code. */
const BROKEN =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Driver not Connected|Query read timeout|Client (has encountered a connection error|was closed))/;

/** What is told over a connection that is sound: a statement ran into its limit, or the server is full of work. */
const OVER_A_SOUND_CONNECTION = /^(57014|55P03|53\d{3})$/;

/** Whether a statement took longer than it may: less may be done in the time. */
export function isTooSlow(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return code === '57014' || message === 'Query read timeout';
}

/** Whether there was no room to write. */
export function isDiskFull(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' && NO_SPACE.test(code);
}

/** Whether nothing good can be expected of a connection after a failure. */
export function isBroken(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return isUnavailable(error) && !(typeof code === 'string' && OVER_A_SOUND_CONNECTION.test(code));
}

/** Whether a failure is the database's being away, and not the work's own. */
export function isUnavailable(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && UNAVAILABLE.test(code)) return true;
  return typeof message === 'string' && BROKEN.test(message);
}

export interface Result<Row> {
  readonly rows: Row[];
  /** Rows returned or touched by the statement. */
  readonly count: number;
}

/** Something that runs SQL: a transaction, or the database itself for a statement that is its own transaction. */
export interface Sql {
  /**
   * Runs one statement.
   * @param name when given the statement is prepared once per connection: for the large statements of the hot paths,
   *             whose planning would cost more than their execution
   */
  query<Row>(text: string, values?: readonly unknown[], name?: string): Promise<Result<Row>>;
}

/** An open transaction. */
export interface Tx extends Sql {
  /**
   * Leaves statements on their way without waiting for them: they are carried out before any that follow, and the
   * transaction waits for all of them before it ends. For locks and writes whose answer nobody needs: every answer
   * waited for is a round trip in which neither side works. All of them have to be on their way by now: one that follows
   * the answer to another may come when the transaction has ended, and is refused.
   */
  send(statements: Promise<unknown>): void;
  /** Has something done once the transaction has been committed, and not where it is not: counting, which has no rollback. */
  afterCommit(then: () => void): void;
  /**
   * Runs `copy … to stdout (format binary)`, which brings much data soonest.
   * @param onRow with the fields of a row, whose bytes stay only until it returns
   */
  copy(text: string, onRow: (fields: readonly Buffer[]) => void): Promise<void>;
}

/** An object of JSON. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Whether it is an object as JSON has them: no list, and not null. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field may be called like something that every object has. */
export function ownOf(record: unknown, name: string): unknown {
  return isRecord(record) && Object.hasOwn(record, name) ? record[name] : undefined;
}
