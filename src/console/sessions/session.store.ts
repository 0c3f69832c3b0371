import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '../../platform/sql/database.js';
import { type Row, selectList } from '../../platform/sql/table.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import { IDLE_MS, type Session } from './session.js';
import { SESSION } from './session.table.js';

type NewSession = Row<typeof SESSION>;

const COLUMNS = `${selectList(SESSION.columns('id', 'agent', 'begunAt', 'lastUsedAt', 'endsAt'), 'session')},
  coalesce(session.key_id, session.user_id) as "ownerId", session.user_id is not null as "isOfUser",
  owner.name, owner.scopes, owner.rep_id as "repId"`;
/** A session ends with its time limits, key, user or rep. @param now the placeholder of the present instant */
const OPEN = (now: '$1' | '$2') => `
   from session
   join (select id, name, scopes, rep_id from api_key
          where revoked_at is null and (expires_at is null or expires_at > ${now}::timestamptz)
         union all select id, name, scopes, rep_id from console_user) as owner
     on owner.id = coalesce(session.key_id, session.user_id)
  where session.ends_at > ${now}::timestamptz
    and session.last_used_at > ${now}::timestamptz - interval '${IDLE_MS} milliseconds'
    and (owner.rep_id is null or exists (select from rep where rep.id = owner.rep_id and rep.active))`;

@Injectable()
export class SessionStore {
  constructor(private readonly database: Database) {}

  /** Inserts a session, and deletes expired ones. */
  async begin(session: NewSession): Promise<void> {
    const { id, hash, keyId, userId, agent, begunAt, lastUsedAt, endsAt } = session;
    await this.database.transaction(async (tx) => {
      await tx.query(
        `delete from session
          where ends_at <= $1::timestamptz or last_used_at <= $1::timestamptz - interval '${IDLE_MS} milliseconds'`,
        [toIso(begunAt)],
      );
      await tx.query(
        `insert into session (id, hash, key_id, user_id, agent, begun_at, last_used_at, ends_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [id, hash, keyId, userId, agent, toIso(begunAt), toIso(lastUsedAt), toIso(endsAt)],
      );
    });
  }

  findByHash(hash: Buffer, now: Instant): Promise<Session | undefined> {
    return this.database.row(
      `select ${COLUMNS} ${OPEN('$2')} and session.hash = $1`,
      [hash, toIso(now)],
      'session-by-hash',
    );
  }

  openAmong(ids: readonly string[], now: Instant): Promise<string[]> {
    return this.database.engine.column(
      `select session.id ${OPEN('$2')} and session.id = any ($1::uuid[])`,
      [ids, toIso(now)],
      'sessions-open',
    );
  }

  /** @param ownerId null for all owners */
  list(now: Instant, ownerId: string | null, after: string | null, limit: number): Promise<Session[]> {
    return this.database.rows(
      `select ${COLUMNS} ${OPEN('$1')} and ($2::uuid is null or owner.id = $2) and ($3::uuid is null or session.id > $3)
        order by session.id limit $4`,
      [toIso(now), ownerId, after, limit],
    );
  }

  async used(id: string, at: Instant): Promise<void> {
    await this.database.query(
      'update session set last_used_at = greatest(last_used_at, $2::timestamptz) where id = $1',
      [id, toIso(at)],
      'session-used',
    );
  }

  async endOf(tx: Sql, userIds: readonly string[]): Promise<void> {
    await tx.query('delete from session where user_id = any ($1::uuid[])', [userIds]);
  }

  /** @param ownerId ends the session only if it has this owner; null for any @returns whether it existed */
  end(id: string, ownerId: string | null): Promise<boolean> {
    return this.database.matches(
      'delete from session where id = $1 and ($2::uuid is null or coalesce(key_id, user_id) = $2) returning id',
      [id, ownerId],
    );
  }
}
