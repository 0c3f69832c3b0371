import { Injectable } from '@nestjs/common';
import { type Dimension, isTimeDimension, TIME_SQL, type TimeDimension } from '../figures/dimension.js';
import { localMinuteSql } from '../figures/local-minute.js';
import type { Sight } from '../leads/visibility.js';
import type { Sql } from '../platform/sql/database.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { COUNTRY_OF_LEAD } from '../vocabulary/countries.js';
import type { AgeCount } from './ageing.js';
import type { ReportScope } from './report.store.js';

/** The values grouped by, as text; '' for none. */
type AgedText = AgeCount & { readonly first: string; readonly second: string };

/** Columns of open leads to group by. Teams are those of the owner, which the caller maps. */
const COLUMNS: Readonly<Record<Exclude<Dimension, TimeDimension>, string>> = {
  source: 'coalesce(report_key.label, lead.source)',
  channel: 'lead.channel',
  campaign: 'lead.campaign',
  country: COUNTRY_OF_LEAD,
  rep: 'lead.owner_id::text',
  team: 'lead.owner_id::text',
  pool: 'lead.pool_id::text',
  policy: 'lead.policy_id::text',
  // Open leads have no ending.
  reason: 'null::text',
  category: 'null::text',
  intent: 'null::text',
};
const MINUTE = 'floor(extract(epoch from lead.received_at) / 60)::int';

export type SeenQueues = Pick<Sight, 'queue' | 'queueIds'>;

/** Counts open leads, which it finds by their open assignments: few among all leads. */
@Injectable()
export class AgeingStore {
  /** @param ends the starts of the age bands, youngest first; @param scope its span limits receipt */
  countOpen(
    sql: Sql,
    scope: ReportScope,
    ends: readonly Instant[],
    { queue, queueIds }: SeenQueues,
  ): Promise<AgedText[]> {
    const { span, isTest, cycles, repIds } = scope;
    return sql.rows(
      `select first, second, band, "workState", "isWaiting", min("startedAt") as "cycleStartedAt", count(*)::int as leads
         from (select ${keySql(scope, scope.by[0])} as first, ${keySql(scope, scope.by[1])} as second,
                      cardinality($4::timestamptz[]) - width_bucket(lead.cycle_started_at - interval '1 microsecond', $4::timestamptz[]) as band,
                      lead.work_state as "workState", coalesce(lead.waiting in ('queue', 'claim'), false) as "isWaiting",
                      lead.cycle_started_at as "startedAt"
                 from assignment join lead on lead.id = assignment.lead_id
                 left join report_key on report_key.kind = 'source' and report_key.value = lead.source_key
                where assignment.until_at is null and lead.received_at >= $1 and lead.received_at < $2
                  and lead.test = $3 and lead.cycle between $8 and $9
                  and ($5::uuid[] is null or lead.owner_id = any ($5) or ($6 and lead.waiting = 'queue' and lead.queue_id is null)
                       or lead.queue_id = any ($7::uuid[]))) as open_leads
        group by first, second, band, "workState", "isWaiting"`,
      [
        toIso(span.from),
        toIso(span.to),
        isTest,
        [...ends].sort((one, other) => one - other).map(toIso),
        repIds,
        queue,
        queueIds,
        cycles.from,
        cycles.to,
      ],
    );
  }
}

function keySql({ timeZone, span }: ReportScope, dimension: Dimension | undefined): string {
  if (dimension === undefined) return `''`;
  const sql = isTimeDimension(dimension)
    ? `${TIME_SQL[dimension](localMinuteSql(MINUTE, timeZone, span))}::text`
    : COLUMNS[dimension];
  return `coalesce(${sql}, '')`;
}
