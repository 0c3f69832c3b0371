import { Injectable } from '@nestjs/common';
import { SETUP_CHECKS } from '../../directory/setup-checks.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { type Instant, MS_PER_HOUR, toIso } from '../../platform/values/duration.js';
import { type FailingTool, failingIn, WAYS_TO_TOOLS, type WayToTool } from './way-to-tool.js';

/** Shorter outages are not reported; webhooks and channels have the same limit. */
const FAILING_MS = MS_PER_HOUR;

interface FailedTool {
  readonly kind: string;
  readonly id: string;
  /** How many items could not be written, and why the latest could not. */
  readonly count: number;
  readonly failure: string | null;
}

/** SQL for what could not be written to tools that have not been reached since, and is reported by now. @param $1 now */
const failing = (ways: readonly WayToTool[]) =>
  ways
    .map(
      ({ kind, trouble, tools, reachedAt, afterMs = FAILING_MS }) => `
    select '${kind}' as kind, id, tool.name, begun_at, failure
      from (${trouble}) as trouble join (${tools}) as tool using (id)
     cross join lateral (select (${reachedAt}) as reached_at) as reached
     where begun_at <= $1::timestamptz - interval '${afterMs} milliseconds' and (reached_at is null or begun_at > reached_at)`,
    )
    .join(' union all ');

export function addWayToTools(way: WayToTool): void {
  WAYS_TO_TOOLS.add(way);
  SETUP_CHECKS.add({
    codes: [way.code],
    find: async ({ sql, now }) => failingIn(way, await readFailing(sql, way, now)),
  });
}

function readFailing(sql: Sql, way: WayToTool, now: Instant): Promise<FailingTool[]> {
  return sql.rows(
    `select id, name, count(*)::int as count, min(begun_at) as since,
            coalesce((array_agg(failure order by begun_at desc) filter (where failure is not null))[1], '') as why
       from (${failing([way])}) as failing group by id, name order by lower(name), id`,
    [toIso(now)],
    `failing-tools-${way.kind}`,
  );
}

/** The failing tools that were reported, and the names of all tools. */
@Injectable()
export class FailingToolStore {
  private readonly failing = failing(WAYS_TO_TOOLS.all);
  private readonly names = WAYS_TO_TOOLS.all.map(({ tools }) => tools).join(' union all ');

  /** Updates the failing tools. @returns those that began to fail, or fail again after they were reached */
  note(tx: Tx, now: Instant): Promise<FailedTool[]> {
    return tx.rows(
      `with failing as (select kind, id, count(*)::int as count, (array_agg(failure order by begun_at desc))[1] as failure
                          from (${this.failing}) as each group by kind, id),
            reached as (delete from failing_tool as told
                         where not exists (select from failing where failing.kind = told.kind and failing.id = told.id)),
            noted as (insert into failing_tool (kind, id, told_at) select kind, id, $1::timestamptz from failing
                      on conflict do nothing returning kind, id)
       select noted.kind, noted.id, count, failure from noted join failing using (kind, id)`,
      [toIso(now)],
      'failing-tools-note',
    );
  }

  readNames(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
    return sql.mapOf(`select id, name from (${this.names}) as tool where id = any ($1::uuid[])`, [ids]);
  }
}

/** SMTP replies that may concern one mailbox only: it is full, or greylists its first mail. */
const OF_AN_ADDRESS = '(450, 451, 452)';
/** The id of the mail server, which has no row. */
const THE_ONE = `'00000000-0000-0000-0000-000000000000'::uuid`;

export const MAIL_SERVER: WayToTool = {
  kind: 'mailServer',
  code: 'mailServerFailing',
  alarm: 'mail.failing',
  trouble: `select ${THE_ONE} as id, tried.at as begun_at, tried.problem as failure
      from delivery
     cross join lateral (select min(at) as at, bool_or(coalesce(status, 0) not in ${OF_AN_ADDRESS}) as is_of_server,
                                (array_agg(problem || coalesce(': ' || nullif(left(answer, 200), ''), '') || '.' order by number desc))[1] as problem
                           from delivery_attempt where delivery_id = delivery.id) as tried
     where channel = 'email' and rep_id is not null and state = 'waiting' and attempts > 0 and problem is not null
       and (is_of_server or (select count(distinct rep_id) from delivery
                              where channel = 'email' and rep_id is not null and state = 'waiting' and attempts > 0) > 1)`,
  tools: `select ${THE_ONE} as id, 'mail' as name`,
  reachedAt: `select max(last_at) from message_pace where channel = 'email'`,
  sentence: ({ count }) =>
    `The mail server has accepted none of the mails that it was given, ${count === 1 ? 'one message' : `${count} messages`},`,
  mend: () =>
    'GET /v1/deliveries?channel=email shows each attempt, SMTP_URL and MAIL_FROM say where and as whom mails go',
};
