import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Webhooks, and what is on its way to them (docs/adr/0035): a row for each event and endpoint, made behind the ledger, and
 * one for each attempt. On a database with a history nothing of it is told: who follows the ledger for them begins now.
 */
export class Webhooks1797206400000 implements MigrationInterface {
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
        check ((paused_at is null) = (paused_why is null))
      );

      create table webhook_secret (
        webhook_id uuid primary key references webhook on delete cascade,
        sealed bytea not null,           -- by the SECRETS_KEY of the environment
        former bytea,                    -- goes on signing for a while
        former_until timestamptz,
        check ((former is null) = (former_until is null))
      );

      -- How an endpoint fares: apart from what is configured, because it changes with every answer.
      create table webhook_endpoint (
        webhook_id uuid primary key references webhook on delete cascade,
        failures integer not null,       -- one after another
        failing_since timestamptz,
        rests_until timestamptz,
        told_at timestamptz,             -- when people were told that it fails
        check ((failures > 0) = (failing_since is not null))
      );

      create table delivery (
        id uuid primary key,
        turn bigint generated always as identity,   -- in which order those about one subject leave
        channel text not null check (channel in ('webhook')),
        webhook_id uuid not null references webhook on delete cascade,
        type text not null,
        event_id uuid not null,
        event_at timestamptz not null,
        subject_type text not null,
        subject_id uuid not null,
        subject_seq integer not null,
        replay_of uuid,
        state text not null check (state in ('waiting', 'delivered', 'failed')),
        attempts integer not null default 0,
        due_at timestamptz,              -- when it is tried next; while it is tried, when another node may
        created_at timestamptz not null,
        ended_at timestamptz,
        constraint delivery_waits check ((state = 'waiting') = (due_at is not null)),
        constraint delivery_ends check ((state = 'waiting') = (ended_at is null))
      );
      create unique index delivery_once on delivery (webhook_id, event_id) where replay_of is null;
      create index delivery_due on delivery (webhook_id, due_at, turn) where state = 'waiting';
      create index delivery_turn on delivery (webhook_id, subject_id, turn) where state = 'waiting';
      create index delivery_webhook on delivery (webhook_id, turn);
      create index delivery_subject on delivery (subject_id, turn);
      create index delivery_ended on delivery (ended_at) where ended_at is not null;

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

      insert into feed_consumer (name, epoch, xid, seq)
      select 'webhooks', epoch, pg_snapshot_xmin(pg_current_snapshot()), 0 from feed_epoch;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from feed_consumer where name = 'webhooks';
      drop table delivery_attempt, delivery, webhook_endpoint, webhook_secret, webhook;
    `);
  }
}
