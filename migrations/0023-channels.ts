import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Channels of Slack and Teams (docs/adr/0037): what is posted to them is made behind the ledger, as for webhooks, and what
 * a bot has posted is written anew when its lead moves on. On a database with a history nothing of it is told. On a large
 * table the new columns cost nothing; the foreign key is looked through once.
 */
export class Channels1797379200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
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
        told_at timestamptz,             -- when people were told that it fails
        check ((failures > 0) = (failing_since is not null))
      );

      alter table delivery
        add column channel_id uuid references channel on delete cascade,
        add column rewrites uuid,        -- the message that is written anew
        add column posted jsonb,         -- where a message stands that can be written anew
        drop constraint delivery_channel_check,
        drop constraint delivery_to,
        add constraint delivery_channel_check check (channel in ('webhook', 'email', 'slack', 'teams')),
        add constraint delivery_to check (case
          when channel = 'webhook'
          then num_nonnulls(webhook_id, event_id, event_at, subject_type, subject_id, subject_seq) = 6
               and num_nonnulls(rep_id, notification_id, message_id, channel_id, rewrites, posted) = 0
          when channel_id is not null
          then channel in ('slack', 'teams')
               and num_nonnulls(event_id, event_at, subject_type, subject_id, subject_seq, message_id) = 6
               and num_nonnulls(webhook_id, rep_id, notification_id) = 0
          else num_nonnulls(rep_id, notification_id) = 2 and num_nonnulls(webhook_id, event_id, rewrites) = 0 end);
      create unique index delivery_post_once on delivery (channel_id, event_id, rewrites) nulls not distinct
        where channel_id is not null;
      create index delivery_post_due on delivery (channel_id, due_at, turn)
        where state = 'waiting' and channel_id is not null;
      create index delivery_post_turn on delivery (channel_id, subject_id, turn)
        where state = 'waiting' and channel_id is not null;
      create index delivery_post on delivery (channel_id, turn) where channel_id is not null;
      create index delivery_rewriting on delivery (rewrites) where state = 'waiting' and rewrites is not null;
      create index delivery_message on delivery (message_id) where channel = 'slack';

      -- Whoever presses a button is one rep.
      create unique index notification_settings_slack on notification_settings ((body->'slack'->>'memberId'))
        where body->'slack'->>'memberId' is not null;

      insert into feed_consumer (name, epoch, xid, seq)
      select 'channels', epoch, pg_snapshot_xmin(pg_current_snapshot()), 0 from feed_epoch;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from feed_consumer where name = 'channels';
      drop index notification_settings_slack;
      delete from delivery where channel in ('slack', 'teams');
      drop index delivery_message, delivery_rewriting, delivery_post, delivery_post_turn, delivery_post_due,
        delivery_post_once;
      alter table delivery
        drop constraint delivery_to,
        drop constraint delivery_channel_check,
        drop column posted, drop column rewrites, drop column channel_id,
        add constraint delivery_channel_check check (channel in ('webhook', 'email')),
        add constraint delivery_to check (case when channel = 'webhook'
          then num_nonnulls(webhook_id, event_id, event_at, subject_type, subject_id, subject_seq) = 6
               and num_nonnulls(rep_id, notification_id, message_id) = 0
          else num_nonnulls(rep_id, notification_id) = 2 and num_nonnulls(webhook_id, event_id) = 0 end);
      drop table channel_endpoint, channel_secret, channel;
    `);
  }
}
