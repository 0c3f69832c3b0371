import type { Sql } from '../../platform/database.js';

/** Of one destination, as they are sealed; null where it has none. */
export async function readCredentials(sql: Sql, destinationId: string): Promise<Buffer | null> {
  const { rows } = await sql.query<{ sealed: Buffer }>(
    'select sealed from feedback_credentials where destination_id = $1',
    [destinationId],
  );
  return rows[0]?.sealed ?? null;
}

export async function writeCredentials(tx: Sql, destinationId: string, sealed: Buffer | null): Promise<void> {
  if (sealed === null) {
    await tx.query('delete from feedback_credentials where destination_id = $1', [destinationId]);
    return;
  }
  await tx.query(
    `insert into feedback_credentials (destination_id, sealed) values ($1, $2)
     on conflict (destination_id) do update set sealed = excluded.sealed`,
    [destinationId, sealed],
  );
}

/** A platform has given another of the same: written only where nobody has written one meanwhile. */
export async function exchangeCredentials(sql: Sql, destinationId: string, from: Buffer, to: Buffer): Promise<void> {
  await sql.query('update feedback_credentials set sealed = $3 where destination_id = $1 and sealed = $2', [
    destinationId,
    from,
    to,
  ]);
}
