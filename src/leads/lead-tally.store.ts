import { Injectable } from '@nestjs/common';
import { type Clause, compose } from '../platform/sql/clauses.js';
import { Database } from '../platform/sql/database.js';
import type { Instant } from '../platform/values/duration.js';
import { GROUPS_MAX } from './bulk.dto.js';
import type { WorkState } from './lead.js';
import { clausesOf, type LeadFilter, sourceOf } from './lead-filter.store.js';
import { behind } from './lead-finding.store.js';
import type { Sight } from './visibility.js';
import { questionOf } from './words.js';

interface Row {
  readonly level: number;
  readonly source: string | null;
  readonly repId: string | null;
  readonly workState: WorkState | null;
  readonly leads: number;
  readonly oldestAt: Instant | null;
  readonly newestAt: Instant | null;
}

export interface LeadTally {
  readonly leads: number;
  readonly oldestAt: Instant | null;
  readonly newestAt: Instant | null;
  readonly byWorkState: readonly { readonly workState: WorkState; readonly leads: number }[];
  readonly bySource: readonly { readonly source: string; readonly leads: number }[];
  readonly byOwner: readonly { readonly repId: string | null; readonly leads: number }[];
}

/** Maps all spellings of a source to one. */
const SPELT = `left join source_spelling on source_spelling.spelling = lead.source_key
           left join source on source.id = source_spelling.source_id`;
const SOURCE = 'coalesce(lower(source.code), lead.source_key)';

/** The values of `grouping()` in Postgres: a bit is set for each column that a row is not grouped by. */
const [ALL, BY_SOURCE, BY_OWNER, BY_WORK_STATE] = [0b111, 0b011, 0b101, 0b110];

@Injectable()
export class LeadTallyStore {
  constructor(private readonly database: Database) {}

  /** Sorts each group by the number of leads, descending. */
  async tally(filter: LeadFilter, sight: Sight): Promise<LeadTally> {
    const from = sourceOf(filter);
    const search: Clause[] =
      filter.q === undefined ? [] : [{ sql: '(lead_words.words @@ ?::tsquery) is true', value: questionOf(filter.q) }];
    const { leading, joined } = filter.q === undefined ? from : behind('lead_words', from);
    const { conditions, values } = compose([...clausesOf(filter, sight, from), ...search]);
    const rows = await this.database.reads.rows<Row>(
      `select * from (
         select grouping(${SOURCE}, lead.owner_id, lead.work_state) as level, min(coalesce(source.code, lead.source)) as source,
                lead.owner_id as "repId", lead.work_state as "workState", count(*)::int as leads,
                min(lead.received_at) as "oldestAt", max(lead.received_at) as "newestAt",
                row_number() over (partition by grouping(${SOURCE}, lead.owner_id, lead.work_state)
                                   order by count(*) desc, ${SOURCE}, lead.owner_id, lead.work_state) as place
           from ${leading} ${joined} ${SPELT} where ${conditions}
          group by grouping sets ((), (${SOURCE}), (lead.owner_id), (lead.work_state))) as counted
        where place <= ${GROUPS_MAX}
        order by place`,
      values,
    );
    const at = (level: number) => rows.filter((row) => row.level === level);
    const [{ leads, oldestAt, newestAt }] = at(ALL!) as [Row];
    return {
      leads,
      oldestAt,
      newestAt,
      byWorkState: at(BY_WORK_STATE!).map((row) => ({ workState: row.workState!, leads: row.leads })),
      bySource: at(BY_SOURCE!).map((row) => ({ source: row.source!, leads: row.leads })),
      byOwner: at(BY_OWNER!).map((row) => ({ repId: row.repId, leads: row.leads })),
    };
  }
}
