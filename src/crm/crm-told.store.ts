import { Injectable } from '@nestjs/common';
import type { Sql, Tx } from '../platform/database.js';
import { type Instant, toIso } from '../platform/instant.js';
import type { KnownDeal, Newest } from './told-deal.js';

/** What CRMs have told, and when it was so there. */
@Injectable()
export class CrmToldStore {
  async read(sql: Sql, connectionId: string, refs: readonly string[]): Promise<Map<string, KnownDeal>> {
    const { rows } = await sql.query<{ ref: string } & KnownDeal>(
      'select ref, changed_at as times, stage from crm_told where connection_id = $1 and ref = any ($2)',
      [connectionId, refs],
    );
    return new Map(rows.map(({ ref, ...known }) => [ref, known]));
  }

  async keep(tx: Tx, connectionId: string, newest: readonly Newest[]): Promise<void> {
    if (newest.length === 0) return;
    await tx.query(
      `insert into crm_told (connection_id, ref, changed_at, stage)
       select $1, ref, changed_at, stage from unnest($2::text[], $3::jsonb[], $4::text[]) as told (ref, changed_at, stage)
       on conflict (connection_id, ref) do update set changed_at = excluded.changed_at, stage = excluded.stage`,
      [
        connectionId,
        newest.map(({ ref }) => ref),
        newest.map(({ times }) => JSON.stringify(times)),
        newest.map(({ stage }) => stage),
      ],
    );
  }

  /** Notes a signed request, until nobody would take it any more. @returns whether it comes for the first time */
  async takeOnce(tx: Tx, connectionId: string, digest: Buffer, endsAt: Instant, now: Instant): Promise<boolean> {
    await tx.query('delete from crm_request where connection_id = $1 and ends_at < $2', [connectionId, toIso(now)]);
    const { count } = await tx.query(
      `insert into crm_request (connection_id, digest, ends_at) values ($1, $2, $3) on conflict do nothing returning digest`,
      [connectionId, digest, toIso(endsAt)],
    );
    return count === 1;
  }
}
