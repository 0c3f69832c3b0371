import { Injectable } from '@nestjs/common';
import type { Sql, Tx } from '../platform/sql/database.js';
import type { Revision } from './revision.js';

/**
 * Advisory locks, always taken in this order and before any row: configuration, then rows, then routing.
 * Work on leads holds the first one shared, a change of configuration holds it alone. So no work runs across a
 * change, and nothing that was planned by the old configuration can commit after it (docs/adr/0003).
 */
export const CONFIGURATION_LOCK = 7_301_982_347;
/**
 * Postgres ends a transaction that idles for longer, as a node that stands still would hold up all others. Shared locks
 * count as well: once a change waits for one of them, all other work waits behind the change.
 */
const IDLE_MAX_MS = 5_000;
const NO_LONG_IDLING = `set_config('idle_in_transaction_session_timeout', '${IDLE_MAX_MS}', true)`;

@Injectable()
export class ConfigurationStore {
  async lockShared(tx: Sql): Promise<void> {
    await tx.query(
      `select pg_advisory_xact_lock_shared($1), ${NO_LONG_IDLING}`,
      [CONFIGURATION_LOCK],
      'configuration-lock-shared',
    );
  }

  async lockAlone(tx: Sql): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock($1), ${NO_LONG_IDLING}`, [CONFIGURATION_LOCK], 'configuration-lock');
  }

  readRevision(sql: Sql): Promise<Revision> {
    return sql.one(
      `select revision, xmin::text as "madeBy", pg_postmaster_start_time()::text as server from configuration_revision`,
      [],
      'revision',
    );
  }

  async bumpRevision(tx: Tx): Promise<void> {
    await tx.query('update configuration_revision set revision = revision + 1', [], 'revision-bump');
  }
}
