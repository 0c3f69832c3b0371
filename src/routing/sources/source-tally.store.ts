import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/sql/database.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import type { RoutedCount } from './source-limit.js';

/** Leads routed within the last minute, of sources with a limit. Read and written under the routing lock. */
@Injectable()
export class SourceTallyStore {
  readSince(tx: Tx, sourceIds: readonly string[], since: Instant): Promise<(RoutedCount & { sourceId: string })[]> {
    return tx.rows(
      'select source_id as "sourceId", at, leads from source_tally where source_id = any ($1::uuid[]) and at > $2',
      [sourceIds, toIso(since)],
      'source-tally-read',
    );
  }

  /** Adds what is routed now, and deletes what no longer counts. */
  async add(tx: Tx, leads: ReadonlyMap<string, number>, now: Instant, since: Instant): Promise<void> {
    await tx.query(
      `with forgotten as (delete from source_tally where source_id = any ($1::uuid[]) and at <= $4)
       insert into source_tally (source_id, at, leads) select source_id, $3, leads
         from unnest($1::uuid[], $2::int[]) as input (source_id, leads)
           on conflict (source_id, at) do update set leads = source_tally.leads + excluded.leads`,
      [[...leads.keys()], [...leads.values()], toIso(now), toIso(since)],
      'source-tally-add',
    );
  }
}
