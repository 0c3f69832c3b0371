import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/sql/database.js';
import type { Tx } from '../../platform/sql/sql.js';

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

  async delete(tx: Tx, ownerId: string): Promise<void> {
    await tx.query('delete from preference where owner_id = $1', [ownerId]);
  }
}
