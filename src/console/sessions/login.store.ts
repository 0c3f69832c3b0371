import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '../../platform/sql/database.js';
import type { Row } from '../../platform/sql/table.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import { LOGIN_MS } from './session.js';
import type { LOGIN } from './session.table.js';

export type NewLogin = Omit<Row<typeof LOGIN>, 'sentAt' | 'endsAt'>;

@Injectable()
export class LoginStore {
  constructor(private readonly database: Database) {}

  /** Stores logins that are sent now, and deletes expired ones. */
  async addMany(logins: readonly NewLogin[], now: Instant): Promise<void> {
    await this.database.query(
      `with over as (delete from login where ends_at <= $1::timestamptz)
       insert into login (id, user_id, token_hash, code_hash, sent_at, ends_at)
       select id, user_id, token_hash, code_hash, $1, $6
         from unnest($2::uuid[], $3::uuid[], $4::bytea[], $5::bytea[]) as made (id, user_id, token_hash, code_hash)`,
      [
        toIso(now),
        logins.map(({ id }) => id),
        logins.map(({ userId }) => userId),
        logins.map(({ tokenHash }) => tokenHash),
        logins.map(({ codeHash }) => codeHash),
        toIso(now + LOGIN_MS),
      ],
    );
  }

  async voidOf(tx: Sql, userIds: readonly string[]): Promise<void> {
    await tx.query('delete from login where user_id = any ($1::uuid[])', [userIds]);
  }

  /** Redeems a login and deletes the user's others. @returns the user's id; undefined if it is not valid */
  async spend(by: 'token' | 'code', hash: Buffer, now: Instant): Promise<string | undefined> {
    const row = await this.database.row<{ userId: string }>(
      `with spent as (
         delete from login
          where user_id = (select user_id from login where ${by}_hash = $1 and ends_at > $2)
         returning user_id, ${by}_hash = $1 as is_this)
       select spent.user_id as "userId" from spent
         join console_user on console_user.id = spent.user_id
        where spent.is_this
          and (console_user.rep_id is null
               or exists (select from rep where rep.id = console_user.rep_id and rep.active))`,
      [hash, toIso(now)],
    );
    return row?.userId;
  }
}
