import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Database, type Sql, type Tx } from '../platform/database.js';
import { type Instant, toIso } from '../platform/instant.js';

export interface VersionRow {
  readonly version: number;
  readonly at: Instant;
  readonly actorType: Actor['type'];
  readonly actorId: string | null;
  readonly body: Record<string, unknown> | null;
}

/**
 * Advisory locks, always taken in this order and before any row: configuration, then rows, then routing.
 * Work on leads holds the first one shared, a change of configuration holds it alone. So no work runs across a
 * change, and nothing that was planned by the old configuration can commit after it (docs/adr/0003).
 */
const CONFIGURATION_LOCK = 7_301_982_347;

@Injectable()
export class ConfigurationStore {
  constructor(private readonly database: Database) {}

  async lockShared(tx: Sql): Promise<void> {
    await tx.query('select pg_advisory_xact_lock_shared($1)', [CONFIGURATION_LOCK], 'configuration-lock-shared');
  }

  async lockAlone(tx: Sql): Promise<void> {
    await tx.query('select pg_advisory_xact_lock($1)', [CONFIGURATION_LOCK]);
  }

  async readRevision(sql: Sql): Promise<number> {
    const { rows } = await sql.query<{ revision: number }>(
      'select revision from configuration_revision',
      [],
      'revision',
    );
    return rows[0]!.revision;
  }

  async bumpRevision(tx: Tx): Promise<void> {
    await tx.query('update configuration_revision set revision = revision + 1');
  }

  async addVersion(
    tx: Tx,
    version: { kind: string; id: string; version: number; body: object | null; at: Instant; actor: Actor },
  ): Promise<void> {
    const { actor } = version;
    await tx.query(
      `insert into resource_version (kind, resource_id, version, body, at, actor_type, actor_id)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        version.kind,
        version.id,
        version.version,
        version.body && JSON.stringify(version.body),
        toIso(version.at),
        actor.type,
        actor.type === 'system' ? null : actor.id,
      ],
    );
  }

  /** Whether anybody but the engine itself has written a resource. */
  async wasEdited(tx: Tx, kind: string, id: string): Promise<boolean> {
    const { rows } = await tx.query(
      `select 1 from resource_version where kind = $1 and resource_id = $2 and actor_type <> 'system' limit 1`,
      [kind, id],
    );
    return rows.length > 0;
  }

  /** Versions of one resource, newest first, starting below `before`. */
  async readVersions(kind: string, id: string, before: number, limit: number): Promise<VersionRow[]> {
    const { rows } = await this.database.query<VersionRow>(
      `select version, at, actor_type as "actorType", actor_id as "actorId", body
         from resource_version where kind = $1 and resource_id = $2 and version < $3
        order by version desc limit $4`,
      [kind, id, before, limit],
    );
    return rows;
  }
}
