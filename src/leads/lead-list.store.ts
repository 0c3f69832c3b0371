import { Injectable } from '@nestjs/common';
import type { LeadClock } from '../clocks/clock.js';
import { clockColumns } from '../clocks/clock-columns.store.js';
import { compose } from '../platform/clauses.js';
import { Database, type Sql } from '../platform/database.js';
import { cutPage, PAGE_WEIGHT_MAX, type Weighed } from '../platform/page.js';
import type { NamedLead } from './lead.js';
import type { LeadRow } from './lead.store.js';
import { DOCUMENT_COLUMNS, STATE_COLUMNS } from './lead-columns.store.js';
import { clausesOf, type LeadClause, type LeadFilter, OPEN_LEADS, type Source, sourceOf } from './lead-filter.store.js';
import type { Sight } from './visibility.js';
import { questionOf } from './words.js';

/** Rows of words that are gone through before the index is asked: a quarter of a microsecond each. */
const WALK_MAX = 50_000;
/** Leads that are looked up one by one: two microseconds each. */
const FEW_MAX = 10_000;

/** @param led where few leads are found, with one value */
const LED = (led: string) => `(
  with led as materialized (select distinct id from (${led.replaceAll('?', '$1')}) as those)
  select lead_words.lead_id, lead_words.words from led join lead_words on lead_words.lead_id = led.id) as lead_words`;

/** What begins so, from an id on. By itself first: a planner that hoped to find it soon would go through all there is. */
const FOUND = `(
  with found as materialized (
    select lead_id from lead_words where indexed and words @@ $1::tsquery and lead_id >= $2
    union all
    select lead_id from lead_words where not indexed and words @@ $1::tsquery and lead_id >= $2)
  select lead_id from found order by lead_id) as lead_words`;

/** Leads behind their words, in whose order they are read. */
export function behind(words: string, { tables }: Source): Pick<Source, 'tables' | 'id'> {
  return {
    tables: tables.replace(/^lead\b/, `${words} join lead on lead.id = lead_words.lead_id`),
    id: 'lead_words.lead_id',
  };
}

/** In characters: what makes a lead large. */
export const WEIGHT = `coalesce(length(lead.message), 0) + coalesce(length(lead.attributes::text), 0)
  + coalesce(length(lead.refs::text), 0) + coalesce(length(lead.click_ids::text), 0)`;

/** A lead that belongs on a page. */
export interface FoundLead extends Weighed {
  readonly id: string;
}

/** A page of leads, which ends early where they are large. */
export interface LeadPage<Row = object, Read = LeadRow> {
  readonly rows: readonly (Read & Row)[];
  /** The last of the page; null when none comes after it. */
  readonly last: (FoundLead & Row) | null;
}

/** Reads leads for people who look at them; nothing here locks or changes anything. */
@Injectable()
export class LeadListStore {
  constructor(private readonly database: Database) {}

  /** In the order in which they arrived, after an id. */
  async readPage(filter: LeadFilter, sight: Sight, after: string | null, limit: number): Promise<LeadPage> {
    return this.pageOf(await this.find(filter, sight, after, limit + 1), limit);
  }

  /** As `readPage`, as far as they are called by a name. */
  async readNamedPage(filter: LeadFilter, sight: Sight, after: string | null, limit: number) {
    return this.namedPageOf(await this.find(filter, sight, after, limit + 1), limit);
  }

  /**
   * The ids alone, in the same order. Whoever goes on to the end says of the lead as well from where: else its own index
   * would be gone through from the beginning for each part (measured: half a second in the middle of 200,000).
   */
  async readIds(filter: LeadFilter, sight: Sight, after: string | null, limit: number): Promise<string[]> {
    const beyond: LeadClause[] = after === null ? [] : [{ sql: 'lead.id > ?', value: after }];
    return (await this.find(filter, sight, after, limit, beyond)).map(({ id }) => id);
  }

  /** Which of some leads a filter without words finds. */
  async findAmong(
    sql: Sql,
    filter: Omit<LeadFilter, 'q'>,
    sight: Sight,
    leadIds: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const from = sourceOf(filter);
    const among: LeadClause = { sql: `${from.id} = any (?::uuid[])`, value: leadIds };
    const { conditions, values } = compose([...clausesOf(filter, sight, from), among]);
    const { rows } = await sql.query<{ id: string }>(`select lead.id from ${from.tables} where ${conditions}`, values);
    return new Set(rows.map(({ id }) => id));
  }

  private find(
    filter: LeadFilter,
    sight: Sight,
    after: string | null,
    limit: number,
    more: readonly LeadClause[] = [],
  ): Promise<FoundLead[]> {
    const from = sourceOf(filter);
    const clauses = [...clausesOf(filter, sight, from), ...more];
    if (after !== null) clauses.push({ sql: `${from.id} > ?`, value: after });
    return filter.q === undefined
      ? this.read(from, clauses, limit)
      : this.search(from, clauses, questionOf(filter.q), after, limit);
  }

  /**
   * Where something else leads to few leads, among those. Else by going through the next leads there are: what many have
   * is found there. If too few have it, by the index of words, which hands out all that begins so: that is little then
   * (docs/adr/0013).
   */
  private async search(
    from: Source,
    clauses: readonly LeadClause[],
    question: string,
    after: string | null,
    limit: number,
  ): Promise<FoundLead[]> {
    const asked: LeadClause = { sql: '(lead_words.words @@ ?::tsquery) is true', value: question };
    const few = await this.findFew(clauses);
    if (few !== null) return this.read(behind(LED(few.led!), from), [...clauses, asked], limit, [few.value]);
    const end = await this.endOfWalk(from, after);
    const walked: LeadClause[] = [asked];
    if (after !== null) walked.push({ sql: 'lead_words.lead_id > ?', value: after });
    if (end !== null) walked.push({ sql: 'lead_words.lead_id < ?', value: end });
    const near = await this.read(behind('lead_words', from), [...clauses, ...walked], limit);
    if (end === null || near.length === limit) return near;
    const far = await this.read(behind(FOUND, from), clauses, limit - near.length, [question, end]);
    return [...near, ...far];
  }

  /** The first of the conditions that are true of few leads, by an index. */
  private async findFew(clauses: readonly LeadClause[]): Promise<LeadClause | null> {
    for (const clause of clauses) {
      if (clause.led === undefined) continue;
      const { conditions: led, values } = compose([{ sql: clause.led, value: clause.value }]);
      const { count } = await this.database.reads.query(`${led} offset ${FEW_MAX} limit 1`, values);
      if (count === 0) return clause;
    }
    return null;
  }

  /** The id at which a walk ends; null where it goes to the end. */
  private async endOfWalk(from: Source, after: string | null): Promise<string | null> {
    const isOpen = from === OPEN_LEADS;
    const [table, isIn, most] = isOpen ? ['assignment', 'until_at is null', FEW_MAX] : ['lead_words', 'true', WALK_MAX];
    const { rows } = await this.database.reads.query<{ id: string }>(
      `select lead_id as id from ${table} where ${isIn} and ($1::uuid is null or lead_id > $1)
        order by lead_id offset ${most} limit 1`,
      [after],
    );
    return rows[0]?.id ?? null;
  }

  /** @param given values that the tables ask for */
  private async read(
    { tables, id }: Pick<Source, 'tables' | 'id'>,
    clauses: readonly LeadClause[],
    limit: number,
    given: readonly unknown[] = [],
  ): Promise<FoundLead[]> {
    const { conditions, values } = compose(clauses, given);
    const { rows } = await this.database.reads.query<FoundLead>(
      `select lead.id, ${WEIGHT} as weight from ${tables} where ${conditions} order by ${id} limit ${limit}`,
      values,
    );
    return rows;
  }

  /** As much as belongs on a page, in the order in which it was found. */
  async pageOf<Row extends FoundLead>(found: readonly Row[], limit: number): Promise<LeadPage<Row>> {
    return this.fill(cutPage(found, limit, PAGE_WEIGHT_MAX), (ids) => this.readMany(this.database.reads, ids));
  }

  /** What makes leads large is not read of them, so no page ends early. */
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
      // Into the row, which is as wide as all that is kept of a lead: copies of 1,000 of them hold everybody up for 40 ms.
      return row === undefined ? [] : [Object.assign(row, each)];
    });
    return { rows, last: hasMore ? taken.at(-1)! : null };
  }

  /** Leads as far as they are called by a name, and seen or not. */
  async readNamed(sql: Sql, ids: readonly string[]): Promise<NamedLead[]> {
    const { rows } = await sql.query<NamedLead>(
      `select ${STATE_COLUMNS}, source, contact, company, received_at as "receivedAt", created_by as "createdBy" from lead where id = any ($1::uuid[])`,
      [ids],
    );
    return rows;
  }

  async readMany(sql: Sql, ids: readonly string[]): Promise<LeadRow[]> {
    const { rows } = await sql.query<LeadRow>(
      `select ${STATE_COLUMNS}, ${DOCUMENT_COLUMNS} from lead where id = any ($1::uuid[])`,
      [ids],
      'lead-read-many',
    );
    return rows;
  }

  /** The clocks of the leads' present cycles, in the order they began. */
  async readClocks(sql: Sql, leadIds: readonly string[]): Promise<LeadClock[]> {
    const { rows } = await sql.query<LeadClock>(
      `select ${clockColumns('lead')}
         from clock join lead on lead.id = clock.lead_id
        where clock.lead_id = any ($1::uuid[]) and clock.cycle = lead.cycle
        order by clock.id`,
      [leadIds],
      'lead-read-clocks',
    );
    return rows;
  }
}
