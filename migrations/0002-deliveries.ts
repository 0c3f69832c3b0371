import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is sent to webhooks, channels and people (docs/adr/0035, 0036, 0037), each delivery with its attempts. */
export class Deliveries1802000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table webhook (
        id uuid primary key,
        version integer not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        url text not null,
        types jsonb not null,
        secret_set_at timestamptz,
        paused_at timestamptz,
        paused_why text check (paused_why in ('gone', 'failing', 'person')),
        paused_note text,
        resumed_at timestamptz,          -- what failed before then is tried for three more days
        check ((paused_at is null) = (paused_why is null))
      );

      create table webhook_secret (
        webhook_id uuid primary key references webhook on delete cascade,
        sealed bytea not null,           -- by the SECRETS_KEY of the environment
        former bytea,                    -- goes on signing for a while
        former_until timestamptz,
        check ((former is null) = (former_until is null))
      );

      -- The health of an endpoint: apart from its configuration, because it changes with every answer.
      create table webhook_endpoint (
        webhook_id uuid primary key references webhook on delete cascade,
        failures integer not null,       -- one after another
        failing_since timestamptz,
        rests_until timestamptz,
        told_at timestamptz,             -- when people were last told that it fails
        check ((failures > 0) = (failing_since is not null))
      );

      create table channel (
        id uuid primary key,
        version integer not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        name text not null,
        kind text not null check (kind in ('slack', 'teams')),
        settings jsonb not null,         -- what is no secret
        pool_ids jsonb not null,
        team_ids jsonb not null,
        secrets_set_at timestamptz,
        stopped_at timestamptz,
        stopped_why text check (stopped_why in ('refused', 'failing')),
        stopped_note text,               -- in the words of Slack or Teams
        check ((stopped_at is null) = (stopped_why is null))
      );
      create unique index channel_name on channel (lower(name));

      create table channel_secret (
        channel_id uuid primary key references channel on delete cascade,
        sealed bytea not null            -- by the SECRETS_KEY of the environment
      );

      create table channel_endpoint (
        channel_id uuid primary key references channel on delete cascade,
        failures integer not null,       -- one after another
        failing_since timestamptz,
        rests_until timestamptz,
        told_at timestamptz,             -- when people were last told that it fails
        check ((failures > 0) = (failing_since is not null))
      );

      -- One row for each event or notification and each place it is sent to, made behind the ledger. Deliveries are deleted
      -- after their webhook or channel, in slices (docs/adr/0035), so neither has a foreign key.
      create table delivery (
        id uuid primary key,
        turn bigint generated always as identity,       -- the order in which those about one subject are sent
        channel text not null check (channel in ('webhook', 'email', 'slack', 'teams')),
        webhook_id uuid,
        channel_id uuid,
        rep_id uuid references rep on delete cascade,
        type text not null,
        event_id uuid,
        event_at timestamptz,
        subject_type text,
        subject_id uuid,
        subject_seq integer,
        notification_id uuid,
        message_id uuid,                 -- those with the same one are sent together
        replay_of uuid,
        rewrites uuid,                   -- the message that is replaced
        posted jsonb,                    -- where a message stands that can be replaced
        state text not null check (state in ('waiting', 'delivered', 'failed', 'withdrawn')),
        attempts integer not null default 0,
        due_at timestamptz,              -- when it is tried next; while it is tried, when another node may
        created_at timestamptz not null,
        ended_at timestamptz,
        why text,                        -- it was not delivered
        constraint delivery_waits check ((state = 'waiting') = (due_at is not null)),
        constraint delivery_ends check ((state = 'waiting') = (ended_at is null)),
        constraint delivery_to check (case
          when channel = 'webhook'
          then num_nonnulls(webhook_id, event_id, event_at, subject_type, subject_id, subject_seq) = 6
               and num_nonnulls(rep_id, notification_id, message_id, channel_id, rewrites, posted) = 0
          when channel_id is not null
          then channel in ('slack', 'teams')
               and num_nonnulls(event_id, event_at, subject_type, subject_id, subject_seq, message_id) = 6
               and num_nonnulls(webhook_id, rep_id, notification_id) = 0
          else num_nonnulls(rep_id, notification_id) = 2 and num_nonnulls(webhook_id, event_id, rewrites) = 0 end)
      );
      create unique index delivery_once on delivery (webhook_id, event_id) where replay_of is null;
      create index delivery_due on delivery (webhook_id, due_at, turn) where state = 'waiting';
      create index delivery_turn on delivery (webhook_id, subject_id, turn) where state = 'waiting';
      create index delivery_webhook on delivery (webhook_id, turn);
      create index delivery_subject on delivery (subject_id, turn);
      create index delivery_ended on delivery (ended_at) where ended_at is not null;
      create unique index delivery_notified on delivery (notification_id, channel) where notification_id is not null;
      create index delivery_person_due on delivery (channel, due_at) where state = 'waiting' and rep_id is not null;
      create index delivery_person on delivery (rep_id, channel) where state = 'waiting' and rep_id is not null;
      create unique index delivery_post_once on delivery (channel_id, event_id, rewrites) nulls not distinct
        where channel_id is not null;
      create index delivery_post_due on delivery (channel_id, due_at, turn)
        where state = 'waiting' and channel_id is not null;
      create index delivery_post_turn on delivery (channel_id, subject_id, turn)
        where state = 'waiting' and channel_id is not null;
      create index delivery_post on delivery (channel_id, turn) where channel_id is not null;
      create index delivery_rewriting on delivery (rewrites) where state = 'waiting' and rewrites is not null;
      create index delivery_message on delivery (message_id) where channel = 'slack';
      -- Lists of deliveries: all, those of a rep, and those that came to nothing.
      create index delivery_newest on delivery (turn);
      create index delivery_rep on delivery (rep_id, turn) where rep_id is not null;
      create index delivery_in_vain on delivery (turn) where state in ('failed', 'withdrawn', 'unsent');

      create table delivery_attempt (
        delivery_id uuid not null references delivery on delete cascade,
        number integer not null check (number > 0),
        lead_id uuid,
        at timestamptz not null,
        took_ms integer not null,
        status integer,                  -- null: no answer came
        answer text,                     -- as it begins
        problem text,                    -- why it was no success, in our words
        primary key (delivery_id, number)
      );
      create index delivery_attempt_lead on delivery_attempt (lead_id) where lead_id is not null;

      -- The ways by which notifications are sent as messages too. Where there is none, no message is asked for (docs/adr/0062).
      create table message_way (
        channel text primary key check (channel in ('email', 'slack')),
        noted_at timestamptz not null default now()     -- a way that no node notes any more is forgotten
      );

      -- How each rep wants to be notified. What can be notified of changes: known_types are those they had a say in.
      create table notification_settings (
        rep_id uuid primary key references rep on delete cascade,
        version integer not null,
        updated_at timestamptz not null,
        body jsonb not null,
        known_types jsonb not null
      );
      -- A member of Slack who presses a button is one rep.
      create unique index notification_settings_slack on notification_settings ((body->'slack'->>'memberId'))
        where body->'slack'->>'memberId' is not null;

      -- When each rep was last sent a message by each way, for those who want few.
      create table message_pace (
        rep_id uuid not null references rep on delete cascade,
        channel text not null,
        last_at timestamptz not null,
        primary key (rep_id, channel)
      );

      -- Links in messages work once (docs/adr/0038). The rows name nobody, and outlive the delivery that they were sent with.
      create table used_link (
        delivery_id uuid not null,
        action text not null check (action in ('reached', 'noAnswer', 'close', 'claim')),
        used_at timestamptz not null,
        what text not null,              -- the kind of a touch, the code of a reason, or claim
        expires_at timestamptz not null,
        primary key (delivery_id, action),
        check (used_at < expires_at)
      );
      create index used_link_over on used_link (expires_at);

      -- Up to when each manager was sent the daily summary of their team.
      create table daily_summary (
        rep_id uuid primary key references rep on delete cascade,
        told_until timestamptz not null,
        day date                         -- in their time zone; null: none was sent yet
      );

      -- The tools that people were told cannot be reached, so that they are told once.
      create table failing_tool (
        kind text not null check (kind = any (array['mailServer'])),
        id uuid not null,                -- of the tool, in its own table
        told_at timestamptz not null,
        primary key (kind, id)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table failing_tool, daily_summary, used_link, message_pace, notification_settings, message_way, delivery_attempt, delivery,
        channel_endpoint, channel_secret, channel, webhook_endpoint, webhook_secret, webhook;
    `);
  }
}
