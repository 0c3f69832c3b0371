import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '../platform/sql/database.js';
import { type Row, selectList } from '../platform/sql/table.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { API_KEY } from './api-key.table.js';

export type KeyOrigin = Row<typeof API_KEY>['origin'];

export type ApiKeyRow = Omit<Row<typeof API_KEY>, 'hash' | 'origin'>;

const COLUMNS = selectList(API_KEY.without('hash', 'origin'));

/** SQL condition: the key belongs to no rep, or to an active one. */
const OPENS = '(rep_id is null or exists (select 1 from rep where rep.id = api_key.rep_id and rep.active))';
const isActiveAdmin = (now: '$1' | '$2') =>
  `'admin' = any (scopes) and revoked_at is null and (expires_at is null or expires_at > ${now})`;

@Injectable()
export class ApiKeyStore {
  constructor(private readonly database: Database) {}

  async add(key: Row<typeof API_KEY>): Promise<void> {
    await this.database.query(
      `insert into api_key (id, name, hash, scopes, rep_id, origin, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (hash) do nothing`, // another node may have started with the same ADMIN_KEY
      [
        key.id,
        key.name,
        key.hash,
        key.scopes,
        key.repId,
        key.origin,
        toIso(key.createdAt),
        key.expiresAt && toIso(key.expiresAt),
      ],
    );
  }

  /** Finds a key that is neither revoked nor bound to an inactive rep. It may be expired. */
  findByHash(hash: Buffer): Promise<ApiKeyRow | undefined> {
    return this.database.row(
      `select ${COLUMNS} from api_key where hash = $1 and revoked_at is null and ${OPENS}`,
      [hash],
      'api-key-by-hash',
    );
  }

  /** Does the same by id. */
  find(id: string): Promise<ApiKeyRow | undefined> {
    return this.database.row(`select ${COLUMNS} from api_key where id = $1 and revoked_at is null and ${OPENS}`, [id]);
  }

  openAmong(ids: readonly string[], now: Instant): Promise<string[]> {
    return this.database.engine.column(
      `select id from api_key
        where id = any ($1::uuid[]) and revoked_at is null and (expires_at is null or expires_at > $2) and ${OPENS}`,
      [ids, toIso(now)],
      'api-keys-open',
    );
  }

  readNames(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
    return sql.mapOf('select id, name from api_key where id = any ($1::uuid[])', [ids]);
  }

  list(after: string | null, limit: number): Promise<ApiKeyRow[]> {
    return this.database.rows(`select ${COLUMNS} from api_key where $1::uuid is null or id > $1 order by id limit $2`, [
      after,
      limit,
    ]);
  }

  /**
   * Revokes a key. Admin keys are locked in a fixed order, so that two concurrent requests cannot revoke the last two.
   * @returns `last` for the only active admin key, which stays
   */
  async revoke(id: string, now: Instant): Promise<'revoked' | 'last' | 'none'> {
    const row = await this.database.row<{ done: 'revoked' | 'last' }>(
      `with locked as (
         select id, ${OPENS} as opens from api_key where ${isActiveAdmin('$2')} order by id for no key update),
       admin as (select id from locked where opens),
       revoked as (
         update api_key set revoked_at = $2
          where id = $1 and revoked_at is null and (id not in (select id from admin) or (select count(*) from admin) > 1)
         returning 'revoked' as done)
       select done from revoked
       union all
       select 'last' from admin where id = $1 and not exists (select 1 from revoked)`,
      [id, toIso(now)],
    );
    return row?.done ?? 'none';
  }

  isAdmin(sql: Sql, repId: string, now: Instant): Promise<boolean> {
    return sql.matches(`select 1 from api_key where rep_id = $1 and ${isActiveAdmin('$2')}`, [repId, toIso(now)]);
  }

  /** Revokes the keys of reps. @returns whether an admin key is left that belongs to no rep or to an active one */
  async revokeOfReps(tx: Sql, repIds: readonly string[], now: Instant): Promise<boolean> {
    // Takes the same locks as `revoke`, so that a concurrent revocation sees what this one leaves.
    await tx.query(`select 1 from api_key where ${isActiveAdmin('$1')} order by id for no key update`, [toIso(now)]);
    const rows = await tx.rows<{ wasAdmin: boolean }>(
      `update api_key set revoked_at = $2 where rep_id = any ($1::uuid[]) and revoked_at is null
       returning 'admin' = any (scopes) as "wasAdmin"`,
      [repIds, toIso(now)],
    );
    if (!rows.some(({ wasAdmin }) => wasAdmin)) return true;
    return tx.matches(`select 1 from api_key where ${isActiveAdmin('$1')} and ${OPENS} limit 1`, [toIso(now)]);
  }

  /** Returns the rep whose keys are the only admin keys; null if there is another key, or none. */
  async findOnlyAdmin(sql: Sql, now: Instant): Promise<string | null> {
    const row = await sql.row<{ repId: string }>(
      `select min(rep_id::text) as "repId" from api_key where ${isActiveAdmin('$1')} and ${OPENS}
        having count(*) = count(rep_id) and count(distinct rep_id) = 1`,
      [toIso(now)],
    );
    return row?.repId ?? null;
  }

  async revokeOthersOf(origin: KeyOrigin, hash: Buffer, now: Instant): Promise<void> {
    await this.database.query(
      'update api_key set revoked_at = $3 where origin = $1 and hash <> $2 and revoked_at is null',
      [origin, hash, toIso(now)],
    );
  }

  /** Turns a known key, even a revoked one, into the admin key of the environment. @returns whether the key is known */
  makeAdmin(hash: Buffer): Promise<boolean> {
    return this.database.matches(
      `update api_key set scopes = '{admin}', origin = 'environment', rep_id = null, expires_at = null, revoked_at = null
        where hash = $1`,
      [hash],
    );
  }

  hasAny(): Promise<boolean> {
    return this.database.matches('select 1 from api_key limit 1');
  }

  async markUsedMany(uses: ReadonlyMap<string, Instant>): Promise<void> {
    await this.database.query(
      `update api_key set last_used_at = used.at
         from unnest($1::uuid[], $2::timestamptz[]) as used (id, at)
        where api_key.id = used.id and (last_used_at is null or last_used_at < used.at)`,
      [[...uses.keys()], [...uses.values()].map(toIso)],
    );
  }

  findRep(id: string): Promise<{ name: string; active: boolean } | undefined> {
    return this.database.row('select name, active from rep where id = $1', [id]);
  }
}
