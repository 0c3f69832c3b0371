import pg from 'pg';
import { MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../values/duration.js';

const READ_ONLY = '25006';
const OID_INT8 = 20;
const OID_TIMESTAMPTZ = 1184;

/** Limits on the connections of a pool, and on the time that its statements may take. */
export interface Limits {
  readonly connections: number;
  /** Postgres cancels a statement after this time; 0 for never. */
  readonly statementMs: number;
  /** Postgres ends a session that idles in a transaction for this long; 0 for never. */
  readonly idleMs: number;
}

/** Each kind of work has connections of its own (docs/adr/0012), so that readers wait only for readers. */
export const LANES = {
  /** Requests that change something. */
  requests: { connections: 10, statementMs: 20_000, idleMs: 15_000 },
  /** Work that falls due. */
  engine: { connections: 6, statementMs: 20_000, idleMs: 15_000 },
  /** Requests that only read. Few: on a small machine, each takes processor time from the other two lanes. */
  reads: { connections: 4, statementMs: 10_000, idleMs: 15_000 },
  /**
   * Without limits: a migration of a large table may take long, and the next node waits for it. One connection, which
   * holds the lock of migrations while it runs them: if it breaks, both end.
   */
  migrations: { connections: 1, statementMs: 0, idleMs: 0 },
} satisfies Record<string, Limits>;

/**
 * How much longer than Postgres's limit we wait for an answer. After that the connection is dead, whatever it looks
 * like: the server would have cancelled the statement and said so.
 */
export const GRACE_MS = 2_000;
const CONNECT_WITHIN_MS = 5_000;
const KEEP_ALIVE_AFTER_MS = 10_000;
/**
 * Limits the age of a connection, because what its server reported at its start may change: it may have become a
 * standby.
 */
const LIFETIME_SECONDS = 300;

/** Digits of a second's fraction that are used, and the factors to milliseconds by the number of digits written. */
const FRACTION_DIGITS = 3;
const WORTH = [1_000, 100, 10, 1];

/**
 * `2026-11-20 09:30:00.123+00` → epoch milliseconds, truncated. Digit by digit, because `Date.parse` takes four times
 * as long and there are ten instants to a lead.
 */
function readTimestamp(text: string): number {
  if (!text.endsWith('+00')) return readZonedTimestamp(text);
  const zone = text.length - '+00'.length;
  const fractionEnd = Math.min(zone, 20 + FRACTION_DIGITS);
  const fraction = text[19] === '.' ? digits(text, 20, fractionEnd) * WORTH[fractionEnd - 20]! : 0;
  const day = Date.UTC(digits(text, 0, 4), digits(text, 5, 7) - 1, digits(text, 8, 10));
  return (
    day +
    digits(text, 11, 13) * MS_PER_HOUR +
    digits(text, 14, 16) * MS_PER_MINUTE +
    digits(text, 17, 19) * MS_PER_SECOND +
    fraction
  );
}

/** `2026-11-20 15:00:00.123+05:30`, for a database URL that sets a time zone of its own. */
function readZonedTimestamp(text: string): number {
  const iso = text.replace(' ', 'T');
  return Math.floor(Date.parse(/[+-]\d\d$/.test(iso) ? `${iso}:00` : iso));
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) value = value * 10 + text.charCodeAt(at) - 48;
  return value;
}

const READERS = new Map<number, (text: string) => unknown>([
  [OID_INT8, Number],
  [OID_TIMESTAMPTZ, readTimestamp],
]);

/** Parsers for the values that Postgres returns. */
export const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && READERS.get(oid)) || pg.types.getTypeParser(oid, format as 'text'),
};

/** The forms in which every session reads and writes instants and texts, whatever the server or the role sets. */
export const FORMS = { datestyle: 'ISO', timezone: 'UTC', standard_conforming_strings: 'on' };

export const SESSION = {
  ...FORMS,
  // Work that has waited for a lock has to see what the holder wrote.
  default_transaction_isolation: 'read\\ committed',
  lock_timeout: '0',
  // A plan made while a table was empty or small would read all of it for as long as the plan is cached. Frequent
  // queries have an index, and queries of small tables cost the same either way. Without an index, the planner's
  // penalty for the disabled scan would make older versions of Postgres compile the query.
  enable_seqscan: 'off',
  // A page of the newest would walk the index of all older rows, because the planner takes them to be spread evenly.
  enable_mergejoin: 'off',
  jit: 'off',
  // The locks of a node that has vanished from the network are released within a minute.
  tcp_keepalives_idle: '30',
  tcp_keepalives_interval: '10',
  tcp_keepalives_count: '3',
  // And those of a node that stands still while Postgres sends it an answer, which no limit of time ends.
  tcp_user_timeout: '15000',
  // Shows that the settings of a connection reach Postgres.
  'touchline.session': 'on',
};

/** Returns how a database is reached with settings. The options of its address would replace them, so these are added. */
export function withSettings(url: string, settings: Readonly<Record<string, string | number>>): pg.ClientConfig {
  const address = new URL(url);
  const own = address.searchParams.getAll('options');
  address.searchParams.delete('options');
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  return { connectionString: own.length === 0 ? url : address.href, options: [...options, ...own].join(' ') };
}

/** Settings of a pool, whose connections are opened as they are needed. */
export function poolSettings(url: string, limits: Limits): pg.PoolConfig {
  return {
    ...withSettings(url, {
      ...SESSION,
      // A statement of ours that takes longer is stuck; the answer asks the client to try again.
      statement_timeout: limits.statementMs,
      // A long transaction holds back the event feed and vacuum; our own never idle.
      idle_in_transaction_session_timeout: limits.idleMs,
    }),
    application_name: 'touchline',
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    types,
    max: limits.connections,
    maxLifetimeSeconds: LIFETIME_SECONDS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    verify: refuseReadOnly,
    // Statements of a transaction may be sent without waiting for the answers to earlier ones.
    pipeline: true,
    ...(limits.statementMs > 0 && { query_timeout: limits.statementMs + GRACE_MS }),
  } as pg.PoolConfig;
}

/**
 * A pool whose broken connections do not end the process, as their errors would without these listeners. A connection
 * that breaks while idle is replaced. One in use fails with its next statement, or may break after the pool stops
 * listening to it and before its user does.
 */
export class Pool extends pg.Pool {
  constructor(settings?: pg.PoolConfig) {
    super(settings);
    this.on('error', () => undefined);
    this.on('connect', (client) => client.on('error', () => undefined));
  }
}

/**
 * Refuses a server that is only a standby, which a connection may reach in the middle of a failover. Such a session
 * would stay read-only in the pool when the address leads to the primary again.
 */
function refuseReadOnly(client: pg.Client, done: (error?: Error) => void): void {
  const question = { text: 'show transaction_read_only', query_timeout: CONNECT_WITHIN_MS };
  client.query(question).then(
    ({ rows }) => done(rows[0].transaction_read_only === 'on' ? readOnly() : undefined),
    (error: Error) => done(error),
  );
}

/** An error with the code that Postgres gives for writes on such a server. */
const readOnly = () =>
  Object.assign(new Error('The database takes no writes: it is a standby, or was made read-only'), { code: READ_ONLY });
