import { Injectable } from '@nestjs/common';
import type { Sql, Tx } from '../../platform/database.js';
import { type Instant, MS_PER_HOUR, toIso } from '../../platform/instant.js';

/** By what somebody reaches a tool: the tables of these are read by their names. Of mail servers there is one. */
export type WayToTool = 'recordConnector' | 'crmConnection' | 'mailServer';

/** A tool of receivers, a CRM or the mail server, that something could not be handed to for a while. */
export interface FailingTool {
  readonly kind: WayToTool;
  readonly id: string;
  readonly name: string;
  /** So much waits for it. */
  readonly count: number;
  /** Since when the oldest of that waits. */
  readonly since: Instant;
  /** What was said last of one of them, without anything that stands in a form. */
  readonly why: string;
}

/** A tool that is away for a moment is nobody's business: as of webhooks and channels, an hour is. */
const FAILING_MS = MS_PER_HOUR;
/** Answers of a mail server that may be about one mailbox alone, which is full, or seen for the first time. */
const OF_AN_ADDRESS = '(450, 451, 452)';
/** Of what there is one of, and no row. */
const THE_ONE = '00000000-0000-0000-0000-000000000000';

/**
 * What could not be written, of tools that nothing has reached since: what is refused, or was given up, as well as what is
 * still tried. What waits for something that its own request asks for is no fault of the tool. @param $1 begun by then
 */
const FAILING = `
  with trouble as (
         select 'recordConnector' as kind, connector_id as id, begun_at, failure from record
          where state in ('pending', 'failed') and failure is not null and waits_since is null
         union all
         select 'recordConnector', connector_id, begun_at, failure from record_update
          where state in ('pending', 'failed') and failure is not null and waits_since is null
         union all
         select 'crmConnection', connection_id, failing_since, failure from crm_readiness where failing_since is not null
          union all
         select 'mailServer', '${THE_ONE}'::uuid, tried.at, tried.problem
           from delivery
          cross join lateral (select min(at) as at, bool_or(coalesce(status, 0) not in ${OF_AN_ADDRESS}) as is_of_server,
                                     (array_agg(problem || coalesce(': ' || nullif(left(answer, 200), ''), '') || '.' order by number desc))[1] as problem
                                from delivery_attempt where delivery_id = delivery.id) as tried
          where channel = 'email' and rep_id is not null and state = 'waiting' and attempts > 0 and problem is not null
            and (is_of_server or (select count(distinct rep_id) from delivery
                                   where channel = 'email' and rep_id is not null and state = 'waiting' and attempts > 0) > 1)),
       tool as (
         select 'recordConnector' as kind, id, name,
                greatest((select max(ended_at) from record where connector_id = record_connector.id and state = 'made'),
                         (select max(begun_at) from record_update where connector_id = record_connector.id and state = 'current')) as reached_at
           from record_connector where id in (select id from trouble)
         union all
         select 'crmConnection', id, name, (select max(told_at) from crm_readiness where connection_id = crm_connection.id)
           from crm_connection where id in (select id from trouble)
         union all
         select 'mailServer', '${THE_ONE}'::uuid, 'mail', (select max(last_at) from message_pace where channel = 'email'))
  select kind, id, tool.name, begun_at, failure from trouble join tool using (kind, id)
   where begun_at <= $1::timestamptz and (reached_at is null or begun_at > reached_at)`;

/** Tells which tools nothing reaches, and of which somebody was told. */
@Injectable()
export class FailingToolStore {
  /** By their names. */
  async read(sql: Sql, now: Instant): Promise<FailingTool[]> {
    const { rows } = await sql.query<FailingTool>(
      `select kind, id, name, count(*)::int as count, min(begun_at) as since,
              coalesce((array_agg(failure order by begun_at desc) filter (where failure is not null))[1], '') as why
         from (${FAILING}) as failing group by kind, id, name order by lower(name), id`,
      [toIso(now - FAILING_MS)],
      'failing-tools',
    );
    return rows;
  }

  /** @returns those that nothing reaches for the first time, or once more since something has */
  async note(tx: Tx, now: Instant): Promise<Pick<FailingTool, 'kind' | 'id'>[]> {
    const { rows } = await tx.query<Pick<FailingTool, 'kind' | 'id'>>(
      `with failing as (select distinct kind, id from (${FAILING}) as each),
            reached as (delete from failing_tool as told
                         where not exists (select from failing where failing.kind = told.kind and failing.id = told.id))
       insert into failing_tool (kind, id, told_at) select kind, id, $2::timestamptz from failing
       on conflict do nothing returning kind, id`,
      [toIso(now - FAILING_MS), toIso(now)],
      'failing-tools-note',
    );
    return rows;
  }

  /** As people call them. */
  async readNames(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const { rows } = await sql.query<{ id: string; name: string }>(
      `select id, name from record_connector where id = any ($1::uuid[])
       union all select id, name from crm_connection where id = any ($1::uuid[])`,
      [ids],
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}
