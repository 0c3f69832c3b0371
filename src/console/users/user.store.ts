import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '../../platform/sql/database.js';
import type { Tx } from '../../platform/sql/sql.js';
import { type Row, selectList } from '../../platform/sql/table.js';
import { toIso } from '../../platform/values/duration.js';
import { CONSOLE_USER } from './user.table.js';

export type User = Row<typeof CONSOLE_USER>;

const COLUMNS = selectList(CONSOLE_USER.columns());
const ACTIVE = '(rep_id is null or exists (select from rep where rep.id = rep_id and rep.active))';

@Injectable()
export class UserStore {
  constructor(private readonly database: Database) {}

  /** @returns false if another user has the address */
  insert(tx: Tx, { id, email, name, scopes, repId, createdAt, updatedAt }: User): Promise<boolean> {
    return tx.matches(
      `insert into console_user (id, email, name, scopes, rep_id, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict (email) do nothing returning id`,
      [id, email, name, scopes, repId, toIso(createdAt), toIso(updatedAt)],
    );
  }

  /** @returns the user as they are, whose row is locked; undefined if there is no such user */
  lock(tx: Tx, id: string): Promise<User | undefined> {
    return tx.row(`select ${COLUMNS} from console_user where id = $1 for no key update`, [id]);
  }

  async update(tx: Tx, { id, email, name, scopes, repId, version, updatedAt }: User): Promise<void> {
    await tx.query(
      `update console_user set email = $2, name = $3, scopes = $4, rep_id = $5, version = $6, updated_at = $7
        where id = $1`,
      [id, email, name, scopes, repId, version, toIso(updatedAt)],
    );
  }

  /** Deletes a user; their sessions and logins are deleted with them. */
  delete(tx: Tx, id: string): Promise<boolean> {
    return tx.matches('delete from console_user where id = $1 returning id', [id]);
  }

  find(id: string): Promise<User | undefined> {
    return this.database.row(`select ${COLUMNS} from console_user where id = $1`, [id]);
  }

  /** Finds a user, unless their rep is inactive. */
  findActive(id: string): Promise<User | undefined> {
    return this.database.row(`select ${COLUMNS} from console_user where id = $1 and ${ACTIVE}`, [id]);
  }

  findActiveByEmails(emails: readonly string[]): Promise<User[]> {
    return this.database.rows(`select ${COLUMNS} from console_user where email = any ($1) and ${ACTIVE}`, [emails]);
  }

  idsOfReps(sql: Sql, repIds: readonly string[]): Promise<string[]> {
    return sql.column('select id from console_user where rep_id = any ($1::uuid[])', [repIds]);
  }

  isAdmin(sql: Sql, repId: string): Promise<boolean> {
    return sql.matches(`select 1 from console_user where rep_id = $1 and 'admin' = any (scopes)`, [repId]);
  }

  list(after: string | null, limit: number): Promise<User[]> {
    return this.database.rows(
      `select ${COLUMNS} from console_user where $1::uuid is null or id > $1 order by id limit $2`,
      [after, limit],
    );
  }
}
