import pg from 'pg';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { migrations } from './migrations.js';

const OID_INT8 = 20;
const OID_TIMESTAMPTZ = 1184;
const POOL_MAX = 16;

/** `2026-11-20 09:30:00.123+00` or `…+05:30` → epoch milliseconds. */
function readTimestamp(text: string): number {
  const iso = text.replace(' ', 'T');
  return Math.floor(Date.parse(/[+-]\d\d$/.test(iso) ? `${iso}:00` : iso));
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
export function dataSource(url: string, entities: EntityTarget<ObjectLiteral>[] = []): DataSource {
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
      // A statement of ours that takes longer is stuck; the request is told to try again.
      statement_timeout: 60_000,
      // A long transaction holds back the event feed and vacuum; ours never idle.
      idle_in_transaction_session_timeout: 30_000,
    },
    poolErrorHandler: () => undefined,
  });
}
