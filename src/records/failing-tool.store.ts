import { Injectable } from '@nestjs/common';
import type { Sql, Tx } from '../platform/database.js';
import { type Instant, MS_PER_HOUR, toIso } from '../platform/instant.js';

export const TOOL_KINDS = ['recordConnector', 'crmConnection'] as const;
export type ToolKind = (typeof TOOL_KINDS)[number];

/** A tool of receivers, or a CRM, that something could not be written into for a while. */
export interface FailingTool {
  readonly kind: ToolKind;
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

/** What waits for something that its own request asks for is no fault of the tool. @param $1 begun by then */
const FAILING = `
  select 'recordConnector' as kind, connector.id, connector.name, row.begun_at, row.failure
    from record_connector as connector
    join (select connector_id, begun_at, failure from record
           where state = 'pending' and failure is not null and waits_since is null
          union all
          select connector_id, begun_at, failure from record_update
           where state = 'pending' and failure is not null and waits_since is null) as row on row.connector_id = connector.id
   where row.begun_at <= $1::timestamptz
  union all
  select 'crmConnection', connection.id, connection.name, row.begun_at, row.failure
    from crm_connection as connection join crm_readiness as row on row.connection_id = connection.id
   where row.state = 'waiting' and row.failure is not null and row.begun_at <= $1::timestamptz`;

/** Tells which tools nothing reaches, and of which somebody was told. */
@Injectable()
export class FailingToolStore {
  /** By their names. */
  async read(sql: Sql, now: Instant): Promise<FailingTool[]> {
    const { rows } = await sql.query<FailingTool>(
      `select kind, id, name, count(*)::int as count, min(begun_at) as since,
              (array_agg(failure order by begun_at desc))[1] as why
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
