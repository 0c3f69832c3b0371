import pg from 'pg';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from './instant.js';
import { migrations } from './migrations.js';

const OID_INT8 = 20;
const OID_TIMESTAMPTZ = 1184;
const POOL_MAX = 16;
const LIMITS = { statementMs: 60_000, idleMs: 30_000 };

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

const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && READERS.get(oid)) || pg.types.getTypeParser(oid, format as 'text'),
};

/** Describes the database to TypeORM: entities of the plain configuration, migrations, and how values are read. */
export function dataSource(
  url: string,
  entities: EntityTarget<ObjectLiteral>[] = [],
  limits: { readonly statementMs: number; readonly idleMs: number } = LIMITS,
): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities: entities as never[],
    migrations,
    migrationsTableName: 'migration',
    applicationName: 'touchline',
    connectTimeoutMS: 5_000,
    extra: {
      types,
      max: POOL_MAX,
      keepAlive: true,
      // Statements of a transaction may be sent without waiting for the answers to those before them.
      pipeline: true,
      // A plan made while a table was empty or young would read all of it for as long as the plan is kept. What is asked
      // often has an index, and what is asked of small tables costs the same either way. Where there is none, the price
      // that the planner puts on the forbidden scan would make older Postgres compile it.
      options: '-c enable_seqscan=off -c jit=off -c timezone=UTC',
      // A statement of ours that takes longer is stuck; the request is told to try again.
      statement_timeout: limits.statementMs,
      // A long transaction holds back the event feed and vacuum; ours never idle.
      idle_in_transaction_session_timeout: limits.idleMs,
    },
    poolErrorHandler: () => undefined,
  });
}
