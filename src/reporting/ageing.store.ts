import { Injectable } from '@nestjs/common';
import { type Dimension, isTimeDimension, TIME_SQL, type TimeDimension } from '../figures/dimension.js';
import { localMinuteSql } from '../figures/local-minute.js';
import type { Sql } from '../platform/database.js';
import { type Instant, toIso } from '../platform/instant.js';
import { COUNTRY_OF_LEAD } from '../vocabulary/countries.js';
import type { Aged } from './ageing.js';
import type { Scope } from './report.store.js';

/** What it is grouped by is written out; '' for none. */
type AgedText = Aged & { readonly first: string; readonly second: string };

/** An open lead says itself what it is grouped by. Teams are those of its owner: they are known above. */
const COLUMNS: Readonly<Record<Exclude<Dimension, TimeDimension>, string>> = {
  source: 'coalesce(report_key.label, lead.source)',
  channel: 'lead.channel',
  campaign: 'lead.campaign',
  country: COUNTRY_OF_LEAD,
  rep: 'lead.owner_id::text',
  team: 'lead.owner_id::text',
  pool: 'lead.pool_id::text',
  policy: 'lead.policy_id::text',
  // What is open has not ended.
  reason: 'null::text',
  category: 'null::text',
  intent: 'null::text',
};
const MINUTE = '(extract(epoch from lead.received_at) / 60)::int';

/** What is open now: few leads of all there ever were, found by their open assignments. */
@Injectable()
export class AgeingStore {
  /**
   * @param ends of the bands of age: where each begins, the youngest first
   * @param scope whose span bounds receipt, if it is given
   */
  async countOpen(sql: Sql, scope: Scope, ends: readonly Instant[], seesQueue: boolean): Promise<AgedText[]> {
    const { span, isTest, repIds } = scope;
    const { rows } = await sql.query<AgedText>(
      `select first, second, band, "workState", "isWaiting", min("startedAt") as "cycleStartedAt", count(*)::int as leads
         from (select ${keySql(scope, scope.by[0])} as first, ${keySql(scope, scope.by[1])} as second,
                      (select count(*)::int from unnest($4::timestamptz[]) as ends (at) where at >= lead.cycle_started_at) as band,
                      lead.work_state as "workState", coalesce(lead.waiting = 'queue', false) as "isWaiting",
                      lead.cycle_started_at as "startedAt"
                 from assignment join lead on lead.id = assignment.lead_id
                 left join report_key on report_key.kind = 'source' and report_key.value = lead.source_key
                where assignment.until_at is null and lead.received_at >= $1 and lead.received_at < $2
                  and lead.test = $3
                  and ($5::uuid[] is null or lead.owner_id = any ($5) or ($6 and lead.waiting = 'queue'))) as open_leads
        group by first, second, band, "workState", "isWaiting"`,
      [toIso(span.from), toIso(span.to), isTest, ends.map(toIso), repIds, seesQueue],
    );
    return rows;
  }
}

function keySql({ timeZone, span }: Scope, dimension: Dimension | undefined): string {
  if (dimension === undefined) return `''`;
  const sql = isTimeDimension(dimension)
    ? `${TIME_SQL[dimension](localMinuteSql(MINUTE, timeZone, span))}::text`
    : COLUMNS[dimension];
  return `coalesce(${sql}, '')`;
}
