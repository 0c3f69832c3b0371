import type { SentToPlatform } from '../leads/personal-data.js';
import type { Sql } from '../platform/database.js';
import type { Platform } from './platform.js';
import { platformOf } from './platforms.js';

/** Returns what each destination was sent, or may have been, about the leads of an erasure. */
export async function readSentToPlatforms(sql: Sql, erasureId: string): Promise<SentToPlatform[]> {
  const rows = await sql.rows<Omit<SentToPlatform, 'deleting'> & { readonly platform: Platform }>(
    `select destination_id as "destinationId", platform, count(*)::int as items,
            max(coalesce(sent_at, left_at)) as "lastSentAt"
       from feedback_delivery
      where lead_id in (select lead.id from lead where erasure_id = $1) and not is_shadow
        -- Somebody has it in hand, or had it and never said what became of it.
        and (sent_at is not null or (left_at is not null and (state = 'leased' or may_have_left)))
      group by destination_id, platform order by destination_id`,
    [erasureId],
  );
  return rows.map((row) => ({ ...row, deleting: platformOf(row.platform).deleting }));
}
