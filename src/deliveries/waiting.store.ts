/* Whether anything is due at $1 by each way, as the pulse of a node asks it (`src/engine/pulse.store.ts`). */

export const WEBHOOKS_WAIT = `exists (
  select from webhook left join webhook_endpoint as faring on faring.webhook_id = webhook.id
   where paused_at is null and coalesce(rests_until <= $1, true)
     and (select min(due_at) from delivery where delivery.webhook_id = webhook.id and state = 'waiting') <= $1)`;

/** Channels of a kind that are posted to, and rest after no failure. */
const channels = (kind: string) =>
  `select from channel left join channel_endpoint as faring on faring.channel_id = channel.id
    where kind = '${kind}' and stopped_at is null and coalesce(rests_until <= $1, true)`;
const postsWait = (kind: string) => `exists (${channels(kind)}
  and (select min(due_at) from delivery where delivery.channel_id = channel.id and state = 'waiting') <= $1)`;
const messagesWait = (channel: string) =>
  `(select min(due_at) from delivery where channel = '${channel}' and rep_id is not null and state = 'waiting') <= $1`;

export const MAILS_WAIT = messagesWait('email');
export const SLACK_WAITS = `${postsWait('slack')} or (${messagesWait('slack')} and exists (${channels('slack')}))`;
export const TEAMS_WAITS = postsWait('teams');
