import { Injectable } from '@nestjs/common';
import type { OutcomeFilter } from '../disposition/disposition.store.js';
import { MILESTONE_ENTRY } from '../disposition/disposition.table.js';
import { type FeedPosition, type FeedSpan, placesOf } from '../events/feed.js';
import { placeAfterLead } from '../events/place.store.js';
import { inputRows, namesOf, valuesOf } from '../platform/sql/columns.js';
import type { Sql } from '../platform/sql/database.js';
import { insertSet } from '../platform/sql/row-sets.js';
import { type Row, selectList } from '../platform/sql/table.js';
import { type Instant, isoOrNull } from '../platform/values/duration.js';
import { caseless } from '../platform/values/text.js';
import type { Consent } from '../vocabulary/lead-fields.js';
import { isOfSource } from '../vocabulary/source-spelling.store.js';
import { MILESTONE } from './activity.table.js';
import type { MilestoneName } from './touch.js';

export interface Value {
  /** A decimal number. */
  readonly amount: string;
  readonly currency: string;
}

export interface MilestoneRow extends Omit<Row<typeof MILESTONE>, 'amount' | 'currency'> {
  /** Its current value; null for none. */
  readonly value: Value | null;
}

/** An entry of the feed about a milestone; never changed. */
export interface MilestoneEntry
  extends Omit<Row<typeof MILESTONE_ENTRY>, 'supersedes' | 'amount' | 'currency' | 'epoch' | 'xid' | 'seq'> {
  readonly value: Value | null;
}

/** An entry with its place in the feed, and fields of its lead and milestone. */
export interface ExportedMilestone extends MilestoneEntry, FeedPosition {
  readonly supersedes: string | null;
  readonly name: MilestoneName;
  readonly occurredAt: Instant;
  readonly cycle: number;
  readonly externalId: string | null;
  readonly source: string;
  readonly channel: string | null;
  readonly campaign: string | null;
  readonly receivedAt: Instant;
  readonly clickIds: Readonly<Record<string, string>> | null;
  readonly consent: Consent | null;
  readonly test: boolean;
}

const worthOf = (table: string) =>
  `case when ${table}.amount is not null then json_build_object('amount', ${table}.amount::text, 'currency', ${table}.currency) end as value`;

const PLAIN = MILESTONE.without('amount', 'currency');
const COLUMNS = `${selectList(PLAIN)}, ${worthOf('milestone')}`;
const NEW = [
  ...MILESTONE.columns('id', 'leadId', 'cycle', 'name', 'occurredAt', 'recordedAt'),
  MILESTONE.column('amount', ({ value }: MilestoneRow) => value?.amount ?? null),
  MILESTONE.column('currency', ({ value }: MilestoneRow) => value?.currency ?? null),
];

const STANDING = [
  ...MILESTONE.columns('id', 'reversedAt'),
  MILESTONE.column('amount', ({ value }: MilestoneRow) => value?.amount ?? null),
  MILESTONE.column('currency', ({ value }: MilestoneRow) => value?.currency ?? null),
];
const UPDATE = `update milestone set amount = input.amount, currency = input.currency, reversed_at = input.reversed_at
  from ${inputRows(STANDING)} where milestone.id = input.id`;

const COPIED_COLUMNS = MILESTONE_ENTRY.without('supersedes', 'amount', 'currency', 'epoch', 'xid', 'seq');
const ENTRY = [
  ...COPIED_COLUMNS,
  MILESTONE_ENTRY.column('amount', ({ value }: MilestoneEntry) => value?.amount ?? null),
  MILESTONE_ENTRY.column('currency', ({ value }: MilestoneEntry) => value?.currency ?? null),
];
const APPEND = `insert into milestone_entry (${namesOf(ENTRY)}, supersedes, epoch, xid)
  select ${ENTRY.map(({ name }) => `input.${name}`).join(', ')},
         (select former.id from milestone_entry as former
           where former.milestone_id = input.milestone_id
             and not exists (select from milestone_entry as next where next.supersedes = former.id)), epoch, ${placeAfterLead('input.lead_id')}
    from ${inputRows(ENTRY)}, feed_epoch`;

@Injectable()
export class MilestoneStore {
  readonly insertMany = insertSet<MilestoneRow>('milestone', NEW, 'milestone-insert');

  async updateMany(tx: Sql, rows: readonly MilestoneRow[]): Promise<void> {
    if (rows.length > 0) await tx.query(UPDATE, valuesOf(rows, STANDING), 'milestone-update');
  }

  /** Appends entries to the feed; each supersedes the last one of its milestone. */
  async appendEntries(tx: Sql, entries: readonly MilestoneEntry[]): Promise<void> {
    if (entries.length === 0) return;
    await tx.query(APPEND, valuesOf(entries, ENTRY), 'milestone-tell');
  }

  /** Returns which of these milestones a rep has reported. */
  async readReportedBy(sql: Sql, ids: readonly string[], repId: string): Promise<ReadonlySet<string>> {
    const reported = await sql.column<string>(
      `select milestone_id as id from milestone_entry
        where milestone_id = any ($1::uuid[]) and kind = 'milestone' and actor_type = 'rep' and actor_id = $2`,
      [ids, repId],
    );
    return new Set(reported);
  }

  findMade(sql: Sql, ids: readonly string[]): Promise<{ id: string; leadId: string }[]> {
    return sql.rows('select id, lead_id as "leadId" from milestone where id = any ($1::uuid[])', [ids]);
  }

  /** Returns the milestones of leads, in the order in which they were reached. */
  readOf(sql: Sql, leadIds: readonly string[]): Promise<MilestoneRow[]> {
    return sql.rowsOf(
      `select ${COLUMNS} from milestone where lead_id = any ($1::uuid[]) order by occurred_at, id`,
      [leadIds],
      'milestone-of-leads',
    );
  }

  /** Returns the notes of a lead's milestone entries, which are the reasons of reversals, by milestone id. */
  readReasons(sql: Sql, leadId: string): Promise<Map<string, string>> {
    return sql.map(
      `select milestone_id as id, note from milestone_entry
        where milestone_id in (select id from milestone where lead_id = $1) and note is not null`,
      [leadId],
    );
  }

  /**
   * Reads entries in the order of the feed, after a place and up to the horizon, without what was brought along with
   * old leads.
   */
  readExport(
    sql: Sql,
    { source, from, to }: OutcomeFilter,
    between: FeedSpan,
    limit: number,
  ): Promise<ExportedMilestone[]> {
    return sql.rows(
      `select ${selectList(COPIED_COLUMNS, 'entry')}, supersedes, ${worthOf('entry')},
              name, milestone.occurred_at as "occurredAt", milestone.cycle, external_id as "externalId", source, channel,
              campaign, received_at as "receivedAt", click_ids as "clickIds", consent, test, epoch, entry.xid::text as xid, seq
         from milestone_entry as entry
         join milestone on milestone.id = milestone_id
         join lead on lead.id = entry.lead_id
        where (epoch, entry.xid, seq) > ($1, $2::text::xid8, $3)
          and (epoch, entry.xid, seq) <= ($4, $5::text::xid8, $6)
          and ($7::text is null or ${isOfSource('source_key', '$7')})
          and ($8::timestamptz is null or decided_at >= $8)
          and ($9::timestamptz is null or decided_at < $9)
          and milestone.cycle <> 0
        order by epoch, entry.xid, seq
        limit $10`,
      [...placesOf(between), source === null ? null : caseless(source), isoOrNull(from), isoOrNull(to), limit],
    );
  }
}
