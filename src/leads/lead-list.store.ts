import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '../platform/database.js';
import type { LeadClock } from '../sla/clock.js';
import { CLOCK_COLUMNS } from '../sla/clock.store.js';
import { DOCUMENT_COLUMNS, type LeadRow, STATE_COLUMNS } from './lead.store.js';
import { type Clause, clausesOf, compose, type LeadFilter, type Source, sourceOf } from './lead-filter.store.js';
import type { Sight } from './visibility.js';
import { questionOf } from './words.js';

/** The deadline of a lead without one, as far as the order goes: infinity has no text to go on from. */
const NEVER = '9999-12-31T23:59:59.999Z';

/** Rows of words that are gone through before the index is asked: a quarter of a microsecond each. */
const WALK_MAX = 50_000;
/** The same where something else leads to the leads, each of which is then looked up. */
const LED_WALK_MAX = 10_000;

/** What begins so, from an id on. By itself first: a planner that hoped to find it soon would go through all there is. */
const FOUND = `(
  with found as materialized (
    select lead_id from lead_words where indexed and words @@ $1::tsquery and lead_id >= $2
    union all
    select lead_id from lead_words where not indexed and words @@ $1::tsquery and lead_id >= $2)
  select lead_id from found order by lead_id) as found`;

/** Reads leads for people who look at them; nothing here locks or changes anything. */
@Injectable()
export class LeadListStore {
  constructor(private readonly database: Database) {}

  /** In the order in which they arrived, after an id. */
  async readPage(filter: LeadFilter, sight: Sight, after: string | null, limit: number): Promise<LeadRow[]> {
    const from = sourceOf(filter);
    const clauses = clausesOf(filter, sight, from);
    if (after !== null) clauses.push({ sql: `${from.id} > ?`, value: after });
    return filter.q === undefined
      ? this.read(from, clauses, limit)
      : this.search(from, clauses, questionOf(filter.q), after, limit);
  }

  /**
   * First by going through the next leads there are: what many have is found there. If too few have it, by the index of
   * words, which would hand out all that begins so: that is little then (docs/adr/0013).
   */
  private async search(
    from: Source,
    clauses: Clause[],
    question: string,
    after: string | null,
    limit: number,
  ): Promise<LeadRow[]> {
    const end = await this.endOfWalk(from, clauses, after);
    const walked: Clause[] = [{ sql: '(lead_words.words @@ ?::tsquery) is true', value: question }];
    if (after !== null) walked.push({ sql: 'lead_words.lead_id > ?', value: after });
    if (end !== null) walked.push({ sql: 'lead_words.lead_id < ?', value: end });
    const tables = `${from.tables} join lead_words on lead_words.lead_id = lead.id`;
    const near = await this.read({ ...from, tables, id: 'lead_words.lead_id' }, [...clauses, ...walked], limit);
    if (end === null || near.length === limit) return near;
    const left = `${FOUND} join lead on lead.id = found.lead_id`;
    const further = from.tables.replace(/^lead\b/, left);
    const values = [question, end];
    const far = await this.read({ tables: further, id: 'found.lead_id' }, clauses, limit - near.length, values);
    return [...near, ...far];
  }

  /** The id at which a walk ends; null where it goes to the end. */
  private async endOfWalk(from: Source, clauses: readonly Clause[], after: string | null): Promise<string | null> {
    const leading = clauses.filter(({ leads }) => leads);
    const isLed = leading.length > 0;
    const { tables, id } = isLed ? from : { tables: 'lead_words', id: 'lead_words.lead_id' };
    const { conditions, values } = compose([
      ...leading,
      ...(after === null ? [] : [{ sql: `${id} > ?`, value: after }]),
    ]);
    const { rows } = await this.database.reads.query<{ id: string }>(
      `select ${id} as id from ${tables} where ${conditions}
        order by ${id} offset ${isLed ? LED_WALK_MAX : WALK_MAX} limit 1`,
      values,
    );
    return rows[0]?.id ?? null;
  }

  /** @param given values that the tables ask for */
  private async read(
    { tables, id }: Pick<Source, 'tables' | 'id'>,
    clauses: readonly Clause[],
    limit: number,
    given: readonly unknown[] = [],
  ): Promise<LeadRow[]> {
    const { conditions, values } = compose(clauses, given);
    const { rows } = await this.database.reads.query<LeadRow>(
      `select ${STATE_COLUMNS}, ${DOCUMENT_COLUMNS} from ${tables} where ${conditions} order by ${id} limit ${limit}`,
      values,
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
      `select ${CLOCK_COLUMNS}
         from clock join lead on lead.id = clock.lead_id
        where clock.lead_id = any ($1::uuid[]) and clock.cycle = lead.cycle
        order by clock.id`,
      [leadIds],
      'lead-read-clocks',
    );
    return rows;
  }

  /** A rep's open leads, the most urgent first: by the next deadline that has not been met, then by age. */
  async readInbox(
    repId: string,
    after: { dueAt: string; id: string } | null,
    limit: number,
  ): Promise<(LeadRow & { urgentAt: string })[]> {
    const { rows } = await this.database.reads.query<LeadRow & { urgentAt: string }>(
      `select * from (
         select ${STATE_COLUMNS}, ${DOCUMENT_COLUMNS},
                to_char(coalesce(due.at, '${NEVER}'::timestamptz) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "urgentAt"
           from assignment join lead on lead.id = assignment.lead_id
           left join lateral (
             select min(clock.due_at) as at from clock
              where clock.lead_id = lead.id and clock.cycle = lead.cycle and clock.met_at is null
                and clock.state in ('running', 'breached')) as due on true
          where assignment.rep_id = $1 and assignment.until_at is null) as mine
        where $2::text is null or ("urgentAt", id) > ($2, $3::uuid)
        order by "urgentAt", id
        limit $4`,
      [repId, after?.dueAt ?? null, after?.id ?? null, limit],
    );
    return rows;
  }
}
