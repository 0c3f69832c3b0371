import { Injectable } from '@nestjs/common';
import { LATEST } from '../platform/input/formats.js';
import { type Clause, compose } from '../platform/sql/clauses.js';
import { Database } from '../platform/sql/database.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { COUNT_MAX } from './lead.schema.js';
import { clausesOf, type LeadFilter, OPEN_CLOCKS, OPEN_LEADS, offeredToAny, sourceOf } from './lead-filter.store.js';
import { type FoundLead, WEIGHT } from './lead-finding.store.js';
import { LeadListStore, type LeadPage } from './lead-list.store.js';
import type { Sight } from './visibility.js';
import { questionOf } from './words.js';

/** Sorts a lead without a deadline last in an inbox; `infinity` has no text for a cursor. */
const NEVER = '9999-12-31T23:59:59.999Z';

const NEXT_DEADLINE = `left join lateral (select min(clock.due_at) as at ${OPEN_CLOCKS}) as due on true`;
/** Sorts a lead without a deadline last: no instant is later. */
const DUE_AT = `coalesce(due.at, '${toIso(LATEST)}'::timestamptz)`;

type Urgent = FoundLead & { readonly urgentAt: Instant };

/** Reads leads by urgency; it locks and changes nothing. */
@Injectable()
export class UrgentLeadsStore {
  constructor(
    private readonly database: Database,
    private readonly lists: LeadListStore,
  ) {}

  /**
   * Returns a rep's open leads and those they may claim, most urgent first: by the next open deadline or the offer's
   * end, then by age.
   * @param offers the pools that offer them leads, and for how long
   */
  async readInbox(
    {
      repId,
      offers,
    }: { readonly repId: string; readonly offers: readonly { readonly poolId: string; readonly forMs: number }[] },
    after: { dueAt: string; id: string } | null,
    limit: number,
  ): Promise<LeadPage<{ urgentAt: string }>> {
    const rows = await this.database.reads.rows<FoundLead & { urgentAt: string }>(
      `select * from (
         select lead.id, ${WEIGHT} as weight,
                ${textOf(`coalesce(due.at, '${NEVER}'::timestamptz)`)} as "urgentAt"
           from assignment join lead on lead.id = assignment.lead_id
           ${NEXT_DEADLINE}
          where assignment.rep_id = $1 and assignment.until_at is null
         union all
         select lead.id, ${WEIGHT}, ${textOf("lead.waiting_since + offer.for_ms * interval '1 ms'")}
           from unnest($5::uuid[], $6::float8[]) as offer (pool_id, for_ms)
           join lead on lead.pool_id = offer.pool_id and lead.waiting = 'claim' and ${offeredToAny('array[$1::uuid]')}) as mine
        where $2::text is null or ("urgentAt", id) > ($2, $3::uuid)
        order by "urgentAt", id
        limit $4`,
      [
        ...[repId, after?.dueAt ?? null, after?.id ?? null, limit + 1],
        ...[offers.map(({ poolId }) => poolId), offers.map(({ forMs }) => forMs)],
      ],
    );
    return this.lists.pageOf(rows, limit);
  }

  /**
   * Returns open leads by their next deadline; those without one come last. Scans all leads that the filter matches: 6
   * µs each, 1.1 s for 200,000 (measured). An index would have to be written with every clock.
   * @returns one more than the limit, if there are more
   */
  find(
    filter: LeadFilter,
    sight: Sight,
    after: { readonly dueAt: Instant; readonly id: string } | null,
    limit: number,
  ): Promise<Urgent[]> {
    const clauses = [...clausesOf(filter, sight, OPEN_LEADS), ...wordClauses(filter)];
    if (after !== null)
      clauses.push({
        sql: `(${DUE_AT}, ${OPEN_LEADS.id}) > ((?::text[])[1]::timestamptz, (?::text[])[2]::uuid)`,
        value: [toIso(after.dueAt), after.id],
      });
    const { conditions, values } = compose(clauses);
    return this.database.reads.rows(
      `select lead.id, ${WEIGHT} as weight, page.at as "urgentAt"
         from (select ${OPEN_LEADS.id} as id, ${DUE_AT} as at from ${OPEN_LEADS.leading} ${OPEN_LEADS.joined} ${NEXT_DEADLINE}
                where ${conditions} order by at, id limit ${limit + 1}) as page
         join lead on lead.id = page.id
        order by page.at, lead.id`,
      values,
    );
  }

  count(filter: LeadFilter, sight: Sight): Promise<number> {
    const from = sourceOf(filter);
    const { conditions, values } = compose([...clausesOf(filter, sight, from), ...wordClauses(filter)]);
    return this.database.reads.value(
      `select count(*)::int as count from (select from ${from.leading} ${from.joined} where ${conditions} limit ${COUNT_MAX}) as found`,
      values,
    );
  }
}

function wordClauses({ q }: LeadFilter): Clause[] {
  if (q === undefined) return [];
  const sql = 'exists (select from lead_words where lead_words.lead_id = lead.id and words @@ ?::tsquery)';
  return [{ sql, value: questionOf(q) }];
}

/** SQL for an instant in the API's format. */
function textOf(instant: string): string {
  return `to_char((${instant}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
