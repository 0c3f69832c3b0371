import type { WayToTool } from './way-to-tool.js';

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
