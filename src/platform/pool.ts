import pg from 'pg';
import { MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from './duration.js';

const READ_ONLY = '25006';
const OID_INT8 = 20;
const OID_TIMESTAMPTZ = 1184;

/** What a pool of connections may have and how long anything on it may take. */
export interface Limits {
  readonly connections: number;
  /** Postgres ends a statement after so long; 0 for never. */
  readonly statementMs: number;
  /** Postgres ends a session that idles in a transaction for so long; 0 for never. */
  readonly idleMs: number;
}

/** Work has connections of its own, by who asks for it (docs/adr/0012): readers wait for readers. */
export const LANES = {
  /** What comes in. */
  requests: { connections: 10, statementMs: 20_000, idleMs: 15_000 },
  /** What falls due. */
  engine: { connections: 6, statementMs: 20_000, idleMs: 15_000 },
  /** What is looked at. Few: on a small machine each takes its share of the processor from the other two. */
  reads: { connections: 4, statementMs: 10_000, idleMs: 15_000 },
  /** A large table takes as long as it takes, and the next node waits for it. */
  migrations: { connections: 2, statementMs: 0, idleMs: 0 },
} satisfies Record<string, Limits>;

/**
 * How much longer than Postgres's limit an answer is waited for. Then the connection is dead, whatever it looks like: the
 * server would have ended the statement and said so.
 */
export const GRACE_MS = 2_000;
const CONNECT_WITHIN_MS = 5_000;
const KEEP_ALIVE_AFTER_MS = 10_000;
/** Nothing that a connection was once told is true for longer: its server may have become another's copy. */
const LIFETIME_SECONDS = 300;

/** How many digits of a second's fraction are of use here, and what they are worth when fewer are written. */
const FRACTION_DIGITS = 3;
const WORTH = [1_000, 100, 10, 1];

/**
 * `2026-11-20 09:30:00.123+00` → epoch milliseconds, cut. Digit by digit, because `Date.parse` takes four times as long
 * and there are ten instants to a lead.
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

/** `2026-11-20 15:00:00.123+05:30`, where the address of the database asks for a zone of its own. */
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

/** How values are read. */
export const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && READERS.get(oid)) || pg.types.getTypeParser(oid, format as 'text'),
};

/** Connections to a database, which are opened as they are needed. */
export function poolOf(url: string, limits: Limits = LANES.requests): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'touchline',
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    types,
    max: limits.connections,
    maxLifetimeSeconds: LIFETIME_SECONDS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    verify: refuseReadOnly,
    // Statements of a transaction may be sent without waiting for the answers to those before them.
    pipeline: true,
    // A plan made while a table was empty or young would read all of it for as long as the plan is kept. What is asked
    // often has an index, and what is asked of small tables costs the same either way. Where there is none, the price
    // that the planner puts on the forbidden scan would make older Postgres compile it. And the locks of a node that has
    // vanished from the network are to be free within a minute.
    options:
      '-c enable_seqscan=off -c jit=off -c timezone=UTC ' +
      '-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3',
    // A statement of ours that takes longer is stuck; the request is told to try again.
    statement_timeout: limits.statementMs,
    ...(limits.statementMs > 0 && { query_timeout: limits.statementMs + GRACE_MS }),
    // A long transaction holds back the event feed and vacuum; ours never idle.
    idle_in_transaction_session_timeout: limits.idleMs,
  } as pg.PoolConfig);
  // A connection that breaks while it idles is replaced by another. In use, its next statement fails; it may also break
  // between the pool's listening to it and a user's, as it is opened.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/**
 * Whoever connects in the middle of a failover may reach a server that only follows. Such a session would stay read-only
 * in the pool when the address leads to the primary again.
 */
function refuseReadOnly(client: pg.Client, done: (error?: Error) => void): void {
  const question = { text: 'show transaction_read_only', query_timeout: CONNECT_WITHIN_MS };
  client.query(question).then(
    ({ rows }) => done(rows[0].transaction_read_only === 'on' ? readOnly() : undefined),
    (error: Error) => done(error),
  );
}

/** As Postgres refuses whoever writes there. */
const readOnly = () =>
  Object.assign(new Error('The database takes no writes: it is a standby, or was made read-only'), { code: READ_ONLY });
