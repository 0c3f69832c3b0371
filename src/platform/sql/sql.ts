import type { Rows, TableOfRows } from './repository.js';

/**
 * Codes that mean "try again": the database restarts, is overloaded, is failing over (25006: this server is a standby),
 * or a statement exceeded its time limit, or the one for locks.
 */
const UNAVAILABLE =
  /^(57P0[0-5]|57014|55P03|08\d{3}|53\d{3}|25006|25P0[34]|ECONN(REFUSED|RESET|ABORTED)|EPIPE|ENOENT|ETIMEDOUT|E(HOST|NET)UNREACH|ENOTFOUND|EAI_AGAIN)$/;

/**
 * How grave an error is that ends the session, whatever its code: a database that refuses the login says so, and a
 * pooler reports all of its own failures like this.
 */
const FATAL = /^(FATAL|PANIC)$/;

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
  const { code, message, severity } = (error ?? {}) as { code?: unknown; message?: unknown; severity?: unknown };
  if (typeof code === 'string' && UNAVAILABLE.test(code)) return true;
  if (typeof severity === 'string' && FATAL.test(severity)) return true;
  return typeof message === 'string' && BROKEN.test(message);
}

export interface Result<Row> {
  readonly rows: Row[];
  /** Rows returned or touched by the statement. */
  readonly count: number;
}

type OfSet = readonly [set: readonly unknown[], ...others: readonly unknown[]];

/** Something that runs SQL: a transaction, or the database itself for a statement that is its own transaction. */
export abstract class Sql {
  /**
   * Runs one statement.
   * @param name when given the statement is prepared once per connection: for the large statements of the hot paths,
   *             whose planning would cost more than their execution
   */
  abstract query<Row>(text: string, values?: readonly unknown[], name?: string): Promise<Result<Row>>;

  async rows<Row>(text: string, values?: readonly unknown[], name?: string): Promise<Row[]> {
    return (await this.query<Row>(text, values, name)).rows;
  }

  /** Returns the first row, if there is any. */
  async row<Row>(text: string, values?: readonly unknown[], name?: string): Promise<Row | undefined> {
    return (await this.query<Row>(text, values, name)).rows[0];
  }

  /** Returns the row of a statement that always returns one. */
  async one<Row>(text: string, values?: readonly unknown[], name?: string): Promise<Row> {
    return (await this.query<Row>(text, values, name)).rows[0]!;
  }

  /** Returns the value of a statement that always returns one row, of one column. */
  async value<Value>(text: string, values?: readonly unknown[], name?: string): Promise<Value> {
    return firstOf<Value>((await this.query<object>(text, values, name)).rows[0]!);
  }

  /** Returns the values of a statement's only column. */
  async column<Value>(text: string, values?: readonly unknown[], name?: string): Promise<Value[]> {
    return (await this.query<object>(text, values, name)).rows.map(firstOf<Value>);
  }

  /** Returns the values of the second of two columns by those of the first. */
  async map<Key, Value>(text: string, values?: readonly unknown[], name?: string): Promise<Map<Key, Value>> {
    const { rows } = await this.query<object>(text, values, name);
    return new Map(rows.map((row) => Object.values(row) as [Key, Value]));
  }

  /** As `rows`, for a set of things, the first value: an empty set needs no statement. */
  rowsOf<Row>(text: string, values: OfSet, name?: string): Promise<Row[]> {
    return values[0].length === 0 ? Promise.resolve([]) : this.rows<Row>(text, values, name);
  }

  /** As `column`, for a set. */
  columnOf<Value>(text: string, values: OfSet, name?: string): Promise<Value[]> {
    return values[0].length === 0 ? Promise.resolve([]) : this.column<Value>(text, values, name);
  }

  /** As `map`, for a set. */
  async mapOf<Key, Value>(text: string, values: OfSet, name?: string): Promise<Map<Key, Value>> {
    return values[0].length === 0 ? new Map() : this.map<Key, Value>(text, values, name);
  }

  /** Reports whether a statement returns or touches any rows. */
  async matches(text: string, values?: readonly unknown[], name?: string): Promise<boolean> {
    return (await this.query(text, values, name)).count > 0;
  }
}

/** SQL that is run by a function. */
export class Statements extends Sql {
  constructor(readonly query: Sql['query']) {
    super();
  }
}

function firstOf<Value>(row: object): Value {
  return Object.values(row)[0];
}

/** SQL, and repositories of the tables of configuration that run on it. */
export interface RowSql extends Sql {
  /**
   * Whole rows of a table, one or a few at a time. Frequent queries and sets have SQL of their own. A statement of a
   * repository is sent a moment after the call, so it must be awaited: `send` would refuse it.
   */
  repository<Row extends object>(table: TableOfRows<Row>): Rows<Row>;
}

export interface Tx extends RowSql {
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
