import { Injectable } from '@nestjs/common';
import { PersonInText, type PersonToFind } from '../../contact/person-in-text.js';
import { Database } from '../../platform/sql/database.js';
import type { Tx } from '../../platform/sql/sql.js';
import { jsonWithout } from './without-person.js';

type Preferences = Readonly<Record<string, unknown>>;

@Injectable()
export class PreferenceStore {
  constructor(private readonly database: Database) {}

  async read(ownerId: string): Promise<Preferences> {
    const row = await this.database.row<{ body: Preferences }>('select body from preference where owner_id = $1', [
      ownerId,
    ]);
    return row?.body ?? {};
  }

  async put(ownerId: string, body: Preferences): Promise<void> {
    await this.database.query(
      'insert into preference (owner_id, body) values ($1, $2) on conflict (owner_id) do update set body = excluded.body',
      [ownerId, JSON.stringify(body)],
    );
  }

  /** Removes what names a person; whose preferences they are stays unknown to the erasure. @returns the number of rows */
  async erase(tx: Tx, known: PersonToFind): Promise<number> {
    const person = new PersonInText(known);
    const rows = await tx.rows<{ ownerId: string; body: Preferences }>(
      `select owner_id as "ownerId", body from preference where body <> '{}' order by owner_id for no key update`,
    );
    const changed = rows.flatMap(({ ownerId, body }) => {
      const rest = jsonWithout(body, person);
      return JSON.stringify(rest) === JSON.stringify(body) ? [] : [{ ownerId, body: rest }];
    });
    await tx.query(
      `update preference set body = given.body
         from jsonb_to_recordset($1::jsonb) as given ("ownerId" uuid, body jsonb)
        where preference.owner_id = given."ownerId"`,
      [JSON.stringify(changed)],
    );
    return changed.length;
  }

  async delete(tx: Tx, ownerId: string): Promise<void> {
    await tx.query('delete from preference where owner_id = $1', [ownerId]);
  }
}
