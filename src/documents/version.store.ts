import { Injectable } from '@nestjs/common';
import type { SubjectType } from '../events/event.js';
import type { Actor } from '../platform/actor.js';
import { columnsFor, insertInto, valuesOf } from '../platform/columns.js';
import { Database, type Tx } from '../platform/database.js';
import type { Instant } from '../platform/instant.js';

export interface VersionRow {
  readonly version: number;
  readonly at: Instant;
  readonly actorType: Actor['type'];
  readonly actorId: string | null;
  readonly body: Record<string, unknown> | null;
}

export interface NewVersion {
  readonly kind: SubjectType;
  readonly id: string;
  readonly version: number;
  /** Null: deleted in this version. */
  readonly body: object | null;
  readonly at: Instant;
  readonly actor: Actor;
}

const { uuid, text, int, jsonb, instant } = columnsFor<NewVersion>();
const VERSION = [
  text('kind', (version) => version.kind),
  uuid('resource_id', (version) => version.id),
  int('version', (version) => version.version),
  jsonb('body', (version) => version.body),
  instant('at', (version) => version.at),
  text('actor_type', ({ actor }) => actor.type),
  uuid('actor_id', ({ actor }) => (actor.type === 'system' ? null : actor.id)),
];
const INSERT_VERSIONS = insertInto('resource_version', VERSION);

/** Every version of every document: configuration, and data that is edited as a whole. */
@Injectable()
export class VersionStore {
  constructor(private readonly database: Database) {}

  async insertMany(tx: Tx, versions: readonly NewVersion[]): Promise<void> {
    await tx.query(INSERT_VERSIONS, valuesOf(versions, VERSION));
  }

  /** Whether a resource is there, or was. */
  async hasAny(tx: Tx, kind: string, id: string): Promise<boolean> {
    const { rows } = await tx.query('select 1 from resource_version where kind = $1 and resource_id = $2 limit 1', [
      kind,
      id,
    ]);
    return rows.length > 0;
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
  async readPage(kind: string, id: string, before: number, limit: number): Promise<VersionRow[]> {
    const { rows } = await this.database.reads.query<VersionRow>(
      `select version, at, actor_type as "actorType", actor_id as "actorId", body
         from resource_version where kind = $1 and resource_id = $2 and version < $3
        order by version desc limit $4`,
      [kind, id, before, limit],
    );
    return rows;
  }
}
