import type { Sql } from '../platform/sql/database.js';

/** Stores the secrets of one kind of resource in a table of their own, beside the resource (`sealed`, by its id). */
export class SealedSecrets {
  /**
   * @param key the column of the resource's id
   * @param restarts columns that become null when another secret is stored
   * @param holds SQL for whether the stored secret is the only one; another secret replaces it otherwise, even the same one
   */
  constructor(
    private readonly table: string,
    private readonly key: string,
    private readonly restarts: readonly string[] = [],
    private readonly holds = 'true',
  ) {}

  async read(sql: Sql, id: string): Promise<Buffer | null> {
    const row = await sql.row<{ sealed: Buffer }>(
      `select sealed from ${this.table} where ${this.key} = $1 and ${this.holds}`,
      [id],
    );
    return row?.sealed ?? null;
  }

  /** @param sealed null deletes the secret */
  async write(tx: Sql, id: string, sealed: Buffer | null): Promise<void> {
    if (sealed === null) {
      await tx.query(`delete from ${this.table} where ${this.key} = $1`, [id]);
      return;
    }
    const restarted = this.restarts.map((column) => `, ${column} = null`).join('');
    await tx.query(
      `insert into ${this.table} (${this.key}, sealed) values ($1, $2)
       on conflict (${this.key}) do update set sealed = excluded.sealed${restarted}`,
      [id, sealed],
    );
  }
}
