/**
 * Codes that mean "try again": the database restarts, is overloaded, is failing over (25006: this server is a standby),
 * or a statement exceeded its time limit, or the one for locks.
 */
const UNAVAILABLE =
  /^(57P0[0-5]|57014|55P03|08\d{3}|53\d{3}|25006|25P0[34]|ECONN(REFUSED|RESET|ABORTED)|EPIPE|ENOENT|ETIMEDOUT|E(HOST|NET)UNREACH|ENOTFOUND|EAI_AGAIN)$/;

/** Codes of Postgres (53100) and of the system: the disk is full, or the user's quota is used up. */
const NO_SPACE = /^(53100|ENOSPC|EDQUOT)$/;

/** The driver's messages for connections that broke or could not be opened; these errors have no code. */
const BROKEN =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Driver not Connected|Query read timeout|Client (has encountered a connection error|was closed))/;

/** Errors that leave the connection sound: a statement exceeded its limit, or the server is overloaded. */
const OVER_A_SOUND_CONNECTION = /^(57014|55P03|53\d{3})$/;

/** Reports whether a statement exceeded its time limit, so that a smaller one may succeed. */
export function isTooSlow(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return code === '57014' || message === 'Query read timeout';
}

/** Reports whether the disk was full. */
export function isDiskFull(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' && NO_SPACE.test(code);
}

/** Reports whether a connection is unusable after a failure. */
export function isBroken(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return isUnavailable(error) && !(typeof code === 'string' && OVER_A_SOUND_CONNECTION.test(code));
}

/** Reports whether a failure means that the database is unavailable, and is not the work's own. */
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

export interface Tx extends Sql {
  /**
   * Sends statements without waiting for their answers. They are carried out before any later ones, and the transaction
   * waits for all of them before it ends. For locks and writes whose answers are not needed: each answer waited for is
   * a round trip in which neither side works. All of the statements must be sent by the time of this call. One that
   * follows the answer to another may come after the end of the transaction, and is refused.
   */
  send(statements: Promise<unknown>): void;
  /**
   * Runs a callback once the transaction has been committed, and never if it is not. For counters, which have no
   * rollback.
   */
  afterCommit(then: () => void): void;
  /**
   * Runs `copy … to stdout (format binary)`, the fastest way to read much data.
   * @param onRow receives the fields of a row, whose bytes are valid only until it returns
   */
  copy(text: string, onRow: (fields: readonly Buffer[]) => void): Promise<void>;
}

export type JsonRecord = Readonly<Record<string, unknown>>;

/** Reports whether a value is a JSON object: not a list, and not null. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns an own field of a record: its name may be one that every object inherits. */
export function ownOf(record: unknown, name: string): unknown {
  return isRecord(record) && Object.hasOwn(record, name) ? record[name] : undefined;
}
