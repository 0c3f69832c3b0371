import { Injectable } from '@nestjs/common';
import type { SubjectType } from '../events/event.js';
import { columnsFor, insertInto, valuesOf } from '../platform/sql/columns.js';
import { Database, type Sql, type Tx } from '../platform/sql/database.js';
import type { Actor } from '../platform/values/actor.js';
import type { Instant } from '../platform/values/duration.js';
import { type FormerNames, formerKey } from './change.js';

interface VersionRow {
  readonly version: number;
  /** The earlier version that it restores, or null. */
  readonly restores: number | null;
  readonly at: Instant;
  readonly actorType: Actor['type'];
  readonly actorId: string | null;
  readonly body: Record<string, unknown> | null;
}

export interface WholeVersion extends VersionRow {
  readonly createdAt: Instant;
  /** Whether the document has been deleted since. */
  readonly isDeleted: boolean;
}

type FieldsOfVersion = Pick<VersionRow, 'at'> & { readonly fields: Record<string, unknown> };

export interface NewVersion {
  readonly kind: SubjectType;
  readonly id: string;
  readonly version: number;
  /** Null if this version deleted the document. */
  readonly body: object | null;
  readonly restores?: number | undefined;
  readonly at: Instant;
  readonly actor: Actor;
}

const { uuid, text, int, jsonb, instant } = columnsFor<NewVersion>();
const VERSION = [
  text('kind', (version) => version.kind),
  uuid('resource_id', (version) => version.id),
  int('version', (version) => version.version),
  jsonb('body', (version) => version.body),
  int('restores', (version) => version.restores ?? null),
  instant('at', (version) => version.at),
  text('actor_type', ({ actor }) => actor.type),
  uuid('actor_id', ({ actor }) => (actor.type === 'system' ? null : actor.id)),
];
const HEAD = 'version, restores, at, actor_type as "actorType", actor_id as "actorId"';
const ROW = `${HEAD}, body`;
const INSERT_VERSIONS = insertInto('resource_version', VERSION);

/** Every version of every document: configuration, and data that is edited as a whole. */
@Injectable()
export class VersionStore {
  constructor(private readonly database: Database) {}

  async insertMany(tx: Tx, versions: readonly NewVersion[]): Promise<void> {
    await tx.query(INSERT_VERSIONS, valuesOf(versions, VERSION), 'version-insert');
  }

  /** Reports whether a resource exists or has existed. */
  hasAny(tx: Tx, kind: string, id: string): Promise<boolean> {
    return tx.matches('select 1 from resource_version where kind = $1 and resource_id = $2 limit 1', [kind, id]);
  }

  async findKinds(tx: Tx, kinds: readonly string[]): Promise<Set<string>> {
    return new Set(
      await tx.column<string>(
        `select kind from unnest($1::text[]) as asked (kind)
        where exists (select from resource_version where resource_version.kind = asked.kind)`,
        [kinds],
      ),
    );
  }

  /** Reports whether anyone but the engine itself has written a resource. */
  wasEdited(tx: Tx, kind: string, id: string): Promise<boolean> {
    return tx.matches(
      `select 1 from resource_version where kind = $1 and resource_id = $2 and actor_type <> 'system' limit 1`,
      [kind, id],
    );
  }

  /**
   * Reads versions of a resource below `before`, newest first.
   * @param large a list in the document that is too long to read with each version: its size and a digest replace it
   */
  readPage(
    kind: string,
    id: string,
    { before, limit, large }: { readonly before: number; readonly limit: number; readonly large?: string | undefined },
  ): Promise<VersionRow[]> {
    return this.database.reads.rows(
      `select ${HEAD},
              case when body ? $5 then jsonb_set(body, array[$5], jsonb_build_object(
                'size', jsonb_array_length(body->$5), 'digest', md5(body->>$5))) else body end as body
         from resource_version where kind = $1 and resource_id = $2 and version < $3
        order by version desc limit $4`,
      [kind, id, before, limit, large ?? null],
    );
  }

  read(kind: string, id: string, version: number): Promise<WholeVersion | undefined> {
    return this.database.reads.row(
      `select ${ROW}, (select min(at) from resource_version where kind = $1 and resource_id = $2) as "createdAt",
              exists (select from resource_version where kind = $1 and resource_id = $2 and body is null) as "isDeleted"
         from resource_version where kind = $1 and resource_id = $2 and version = $3`,
      [kind, id, version],
    );
  }

  /** Reads when the first document of a kind was created. */
  async readFirst(sql: Sql, kind: string): Promise<Instant | null> {
    const row = await sql.row<{ first: Instant | null }>(
      'select min(at) as first from resource_version where kind = $1',
      [kind],
    );
    return row?.first ?? null;
  }

  /** Reads some fields of all versions of a resource, oldest first. A version that deleted it has none. */
  readFields(tx: Tx, kind: string, id: string, fields: readonly string[]): Promise<FieldsOfVersion[]> {
    return tx.rows(
      `select at, (select jsonb_object_agg(name, body->name) from unnest($3::text[]) as wanted (name)) as fields
         from resource_version where kind = $1 and resource_id = $2 and body is not null order by version`,
      [kind, id, fields],
    );
  }

  readLatest(tx: Tx, kind: string, id: string): Promise<VersionRow | undefined> {
    return tx.row(
      `select ${ROW} from resource_version where kind = $1 and resource_id = $2 order by version desc limit 1`,
      [kind, id],
    );
  }

  /** Reads the last names of deleted resources by kind and id; reasons by their code. */
  async readFormerNames(tx: Tx): Promise<FormerNames> {
    const rows = await tx.rows<{ kind: string; key: string; name: string }>(
      `select deleted.kind, coalesce(former.body->>'code', deleted.resource_id::text) as key,
              coalesce(former.body->>'label', former.body->>'name') as name
         from resource_version as deleted
         join resource_version as former
           on former.kind = deleted.kind and former.resource_id = deleted.resource_id and former.version = deleted.version - 1
        where deleted.body is null and coalesce(former.body->>'label', former.body->>'name') is not null
        order by deleted.at`,
      [],
      'former-names',
    );
    return new Map(rows.map(({ kind, key, name }) => [formerKey(kind, key), name]));
  }
}
