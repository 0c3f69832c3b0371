import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '../platform/database.js';
import { instantOf } from '../platform/formats.js';
import { firstIdOf } from '../platform/ids.js';
import { MS_PER_DAY, toIso } from '../platform/instant.js';
import { caseless } from '../platform/text.js';
import type { LeadClock } from '../sla/clock.js';
import { CLOCK_COLUMNS } from '../sla/clock.store.js';
import { DOCUMENT_COLUMNS, type LeadRow, STATE_COLUMNS } from './lead.store.js';
import type { LeadListQuery } from './lead-list.dto.js';
import type { Sight } from './visibility.js';

/** The deadline of a lead without one, as far as the order goes: infinity has no text to go on from. */
const NEVER = '9999-12-31T23:59:59.999Z';

/**
 * A lead gets its id about when it is received: before, by as long as an `Idempotency-Key` is remembered, where a request
 * is repeated after its node died; after, while it waits to be recorded.
 */
const ID_WITHIN_MS = MS_PER_DAY;

/** What a list asks for, with addresses in the form in which they are compared. */
export interface LeadFilter extends Omit<LeadListQuery, 'limit' | 'cursor' | 'phone'> {
  readonly phoneKey?: string | null;
}

/** One condition of a list: SQL in which `?` stands for the value. */
type Clause = readonly [sql: string, value?: unknown];

/** Reads leads for people who look at them; nothing here locks or changes anything. */
@Injectable()
export class LeadListStore {
  constructor(private readonly database: Database) {}

  /** In the order in which they arrived, after an id. */
  async readPage(filter: LeadFilter, sight: Sight, after: string | null, limit: number): Promise<LeadRow[]> {
    const from = sourceOf(filter);
    const clauses = [...clausesOf(filter, from), ...sightClauses(sight, from)];
    if (after !== null) clauses.push([`${from.id} > ?`, after]);
    const values: unknown[] = [];
    const conditions = clauses.map(([sql, value]) => {
      if (value === undefined) return sql;
      values.push(value);
      return sql.replaceAll('?', `$${values.length}`);
    });
    const { rows } = await this.database.reads.query<LeadRow>(
      `select ${STATE_COLUMNS}, ${DOCUMENT_COLUMNS} from ${from.tables}
        where ${conditions.length === 0 ? 'true' : conditions.join(' and ')}
        order by ${from.id} limit ${limit}`,
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

/** What a list is read from, so that it does not go through all leads there ever were for the few it is about. */
interface Source {
  readonly tables: string;
  /** The id of the lead in the table that leads the way: pages are cut by its index. */
  readonly id: string;
  /** An owner has an assignment, and those are found by rep. */
  readonly ownedBy: (comparison: string) => string;
}

const ALL_LEADS: Source = {
  tables: 'lead',
  id: 'lead.id',
  ownedBy: (comparison) =>
    `(lead.owner_id ${comparison} and lead.id in (select lead_id from assignment where rep_id ${comparison}))`,
};

/** An open lead has one open assignment, also while it stands in the queue. */
const OPEN_LEADS: Source = {
  tables: 'lead join assignment on assignment.lead_id = lead.id and assignment.until_at is null',
  id: 'assignment.lead_id',
  ownedBy: (comparison) => `assignment.rep_id ${comparison}`,
};

function sourceOf(filter: LeadFilter): Source {
  return filter.status === 'open' ? OPEN_LEADS : ALL_LEADS;
}

/** Found among all that were ever closed with it; what counts is the disposition in force. */
const CLOSED_WITH_REASON = `(lead.id in (select lead_id from disposition where lower(reason) = ?)
  and exists (select 1 from disposition where id = lead.disposition_id and lower(reason) = ?))`;

function clausesOf(filter: LeadFilter, from: Source): Clause[] {
  const clauses: Clause[] = [];
  const add = (value: unknown, sql: string) => {
    if (value !== undefined) clauses.push([sql, value]);
  };
  const addCaseless = (value: string | undefined, sql: string) =>
    add(value === undefined ? undefined : caseless(value), sql);
  add(filter.status, 'lead.status = ?');
  add(filter.workState, 'lead.work_state = ?');
  add(filter.ownerId, from.ownedBy('= ?'));
  add(filter.poolId, 'lead.pool_id = ?');
  addCaseless(filter.source, 'lead.source_key = ?');
  add(filter.category, 'exists (select 1 from disposition where id = lead.disposition_id and category = ?)');
  addCaseless(filter.reason, CLOSED_WITH_REASON);
  add(filter.externalId, 'lead.external_id = ?');
  addCaseless(filter.email, 'lead.email_key = ?');
  clauses.push(...receiptClauses(filter, from));
  if (filter.policy === 'none') clauses.push(['lead.policy_id is null']);
  if (filter.phoneKey === null) clauses.push(['false']);
  else add(filter.phoneKey, 'lead.phone_key = ?');
  if (filter.breached !== undefined) {
    clauses.push([
      `${filter.breached ? '' : 'not '}exists (select 1 from clock where clock.lead_id = lead.id and clock.cycle = lead.cycle and clock.breached_at is not null)`,
    ]);
  }
  if (filter.ref !== undefined) {
    const colon = filter.ref.indexOf(':');
    add(JSON.stringify({ [filter.ref.slice(0, colon)]: filter.ref.slice(colon + 1) }), 'lead.refs @> ?::jsonb');
  }
  if (filter.q !== undefined) {
    add(
      `%${filter.q.replace(/[\\%_]/g, '\\$&')}%`,
      `(lead.contact->>'name' ilike ? or concat_ws(' ', lead.contact->>'firstName', lead.contact->>'lastName') ilike ?
      or lead.company->>'name' ilike ? or lead.contact->>'email' ilike ? or lead.external_id ilike ?)`,
    );
  }
  return clauses;
}

/** By the ids as well, which hold an instant and have an index. Postgres reads fewer ways of writing an instant than we do. */
function receiptClauses({ receivedFrom, receivedTo }: LeadFilter, from: Source): Clause[] {
  const clauses: Clause[] = [];
  if (receivedFrom !== undefined) {
    const start = instantOf(receivedFrom);
    clauses.push(
      ['lead.received_at >= ?', toIso(start)],
      [`${from.id} >= ?`, firstIdOf(Math.max(start - ID_WITHIN_MS, 0))],
    );
  }
  if (receivedTo !== undefined) {
    const end = instantOf(receivedTo);
    clauses.push(['lead.received_at < ?', toIso(end)], [`${from.id} < ?`, firstIdOf(end + ID_WITHIN_MS)]);
  }
  return clauses;
}

/** Only what the key may see. */
function sightClauses(sight: Sight, from: Source): Clause[] {
  if (sight.all) return [];
  const ways: Clause[] = [];
  if (sight.createdBy !== null) ways.push(['lead.created_by = ?', sight.createdBy]);
  if (sight.repIds.length > 0) ways.push([from.ownedBy('= any (?::uuid[])'), sight.repIds]);
  if (ways.length < 2) return ways.length === 0 ? [['false']] : ways;
  // One clause has one value: an intake key that is a rep's as well sees both kinds by two ids in one array each.
  return [
    ['(lead.created_by = any (?::uuid[]) or lead.owner_id = any (?::uuid[]))', [sight.createdBy, ...sight.repIds]],
  ];
}
