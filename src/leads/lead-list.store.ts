import { Injectable } from '@nestjs/common';
import type { LeadClock } from '../clocks/clock.js';
import { clockColumns } from '../clocks/clock-columns.store.js';
import { cutPage, PAGE_WEIGHT_MAX } from '../platform/http/page.js';
import { compose } from '../platform/sql/clauses.js';
import { Database, type Sql } from '../platform/sql/database.js';
import type { NamedLead } from './lead.js';
import type { LeadRow } from './lead.store.js';
import { DOCUMENT_COLUMNS, STATE_COLUMNS } from './lead-columns.store.js';
import { clausesOf, type LeadClause, type LeadFilter, sourceOf } from './lead-filter.store.js';
import { type FoundLead, LeadFindingStore } from './lead-finding.store.js';
import type { Sight } from './visibility.js';

/** A page of leads; it ends early if they are large. */
export interface LeadPage<Row = object, Read = LeadRow> {
  readonly rows: readonly (Read & Row)[];
  /** The last row of the page; null if no page follows. */
  readonly last: (FoundLead & Row) | null;
}

/** Returns the same page, with the lead at which the scan ended as the last of it if it found no more. */
function goingOn<Row extends object, Read>(
  page: LeadPage<Row, Read>,
  walkedTo: string | null,
): Omit<LeadPage<Row, Read>, 'last'> & { readonly last: Pick<FoundLead, 'id'> | null } {
  return page.last !== null || walkedTo === null ? page : { ...page, last: { id: walkedTo } };
}

/** Reads leads for display; it locks and changes nothing. */
@Injectable()
export class LeadListStore {
  constructor(
    private readonly database: Database,
    private readonly finding: LeadFindingStore,
  ) {}

  /**
   * Returns a page in the order of arrival, after an id. Where no index leads to what is asked for, it may be short, or
   * even empty: the next one continues where the scan ended.
   */
  async readPage(filter: LeadFilter, sight: Sight, after: string | null, limit: number) {
    const { found, walkedTo } = await this.finding.findSome(filter, sight, after, limit + 1);
    return goingOn(await this.pageOf(found, limit), walkedTo);
  }

  /** The same as `readPage`, with only the fields that name a lead. */
  async readNamedPage(filter: LeadFilter, sight: Sight, after: string | null, limit: number) {
    const { found, walkedTo } = await this.finding.findSome(filter, sight, after, limit + 1);
    return goingOn(await this.namedPageOf(found, limit), walkedTo);
  }

  /**
   * Returns only ids, in the same order. The position is also a condition on `lead.id`: otherwise a job that reads part
   * by part would scan the index of leads from the start each time (measured: half a second in the middle of 200,000).
   */
  async readIds(filter: LeadFilter, sight: Sight, after: string | null, limit: number): Promise<string[]> {
    const beyond: LeadClause[] = after === null ? [] : [{ sql: 'lead.id > ?', value: after }];
    return (await this.finding.find(filter, sight, after, limit, beyond)).map(({ id }) => id);
  }

  /** Returns which of the leads match a filter without words. */
  async findAmong(
    sql: Sql,
    filter: Omit<LeadFilter, 'q'>,
    sight: Sight,
    leadIds: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const from = sourceOf(filter);
    const among: LeadClause = { sql: `${from.id} = any (?::uuid[])`, value: leadIds };
    const { conditions, values } = compose([...clausesOf(filter, sight, from), among]);
    return new Set(
      await sql.column<string>(
        `select ${from.id} as id from ${from.leading} ${from.joined} where ${conditions}`,
        values,
      ),
    );
  }

  /** Cuts a page to its limits and reads its leads. */
  async pageOf<Row extends FoundLead>(found: readonly Row[], limit: number): Promise<LeadPage<Row>> {
    return this.fill(cutPage(found, limit, PAGE_WEIGHT_MAX), (ids) => this.readMany(this.database.reads, ids));
  }

  /** Reads a page of named leads. It never ends early, because the large fields are not read. */
  async namedPageOf<Row extends FoundLead>(found: readonly Row[], limit: number): Promise<LeadPage<Row, NamedLead>> {
    const page = { taken: found.slice(0, limit), hasMore: found.length > limit };
    return this.fill(page, (ids) => this.readNamed(this.database.reads, ids));
  }

  private async fill<Row extends FoundLead, Read extends { readonly id: string }>(
    { taken, hasMore }: { readonly taken: readonly Row[]; readonly hasMore: boolean },
    readMany: (ids: readonly string[]) => Promise<Read[]>,
  ): Promise<LeadPage<Row, Read>> {
    const read = await readMany(taken.map(({ id }) => id));
    const byId = new Map(read.map((row) => [row.id, row]));
    const rows = taken.flatMap((each) => {
      const row = byId.get(each.id);
      // Assigns into the row instead of copying it: copies of 1,000 such wide rows block the event loop for 40 ms.
      return row === undefined ? [] : [Object.assign(row, each)];
    });
    return { rows, last: hasMore ? taken.at(-1)! : null };
  }

  /** Reads the fields of leads that name them and decide on their visibility. */
  readNamed(sql: Sql, ids: readonly string[]): Promise<NamedLead[]> {
    return sql.rows(
      `select ${STATE_COLUMNS}, source, contact, company, email_key as "emailKey", phone_key as "phoneKey",
              received_at as "receivedAt", created_by as "createdBy" from lead where id = any ($1::uuid[])`,
      [ids],
    );
  }

  readMany(sql: Sql, ids: readonly string[]): Promise<LeadRow[]> {
    return sql.rows(
      `select ${STATE_COLUMNS}, ${DOCUMENT_COLUMNS} from lead where id = any ($1::uuid[])`,
      [ids],
      'lead-read-many',
    );
  }

  /** Reads the clocks of the leads' present cycles, oldest first. */
  readClocks(sql: Sql, leadIds: readonly string[]): Promise<LeadClock[]> {
    return sql.rows(
      `select ${clockColumns('lead')}
         from clock join lead on lead.id = clock.lead_id
        where clock.lead_id = any ($1::uuid[]) and clock.cycle = lead.cycle
        order by clock.id`,
      [leadIds],
      'lead-read-clocks',
    );
  }
}
