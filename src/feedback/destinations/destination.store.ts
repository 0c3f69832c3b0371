import { Injectable } from '@nestjs/common';
import { SealedSecrets } from '../../configuration/sealed-secrets.store.js';
import { Database, type Sql, type Tx } from '../../platform/sql/database.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import { type Destination, type DestinationStoppedBecause, destinationOf } from './destination.js';
import { DESTINATIONS } from './destination.table.js';

export function readDestinationNames(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
  return sql.mapOf('select id, name from feedback_destination where id = any ($1::uuid[])', [ids]);
}

@Injectable()
export class DestinationStore {
  constructor(private readonly database: Database) {}

  readIds(): Promise<string[]> {
    return this.database.column('select id from feedback_destination order by id');
  }

  async find(id: string): Promise<Destination | undefined> {
    const row = await this.database.repository(DESTINATIONS).findOneBy({ id });
    return row === null ? undefined : destinationOf(row);
  }

  /** Locks a destination, so that one transaction at a time plans, hands out or settles its deliveries. */
  async lock(tx: Tx, id: string): Promise<Destination | undefined> {
    await lockDestination(tx, id);
    const row = await tx.repository(DESTINATIONS).findOneBy({ id });
    return row === null ? undefined : destinationOf(row);
  }

  async stop(tx: Tx, id: string, why: DestinationStoppedBecause, note: string | null, at: Instant): Promise<void> {
    await tx.repository(DESTINATIONS).update({ id }, { stoppedAt: at, stoppedWhy: why, stoppedNote: note });
  }

  /** @param former why it was stopped; after `retractions`, resuming releases those that wait */
  async resume(tx: Tx, id: string, former: DestinationStoppedBecause, at: Instant): Promise<void> {
    const released = former === 'retractions' ? { resumedAt: at } : {};
    await tx
      .repository(DESTINATIONS)
      .update({ id }, { stoppedAt: null, stoppedWhy: null, stoppedNote: null, ...released });
  }

  /** Records a warning unless there was one after `since`. @returns whether it did */
  beginWarning(tx: Tx, id: string, at: Instant, since: Instant): Promise<boolean> {
    return tx.matches(
      'update feedback_destination set warned_at = $2 where id = $1 and (warned_at is null or warned_at <= $3)',
      [id, toIso(at), toIso(since)],
    );
  }
}

/** Locks a destination. Read it afterwards, to see what the last holder of the lock has written. */
export async function lockDestination(tx: Sql, id: string): Promise<void> {
  await tx.query('select 1 from feedback_destination where id = $1 for no key update', [id]);
}

export const CREDENTIALS = new SealedSecrets('feedback_credentials', 'destination_id');

/** Stores credentials that the platform has rotated, unless others were written meanwhile. */
export async function exchangeCredentials(sql: Sql, destinationId: string, from: Buffer, to: Buffer): Promise<void> {
  await sql.query('update feedback_credentials set sealed = $3 where destination_id = $1 and sealed = $2', [
    destinationId,
    from,
    to,
  ]);
}
