import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Posting to ad platforms by the program itself (docs/adr/0032): credentials, sealed, in a table of their own that nothing
 * reads but what posts; how posting goes; and what a platform is asked about later. New columns have defaults that rewrite
 * nothing, so that the former version goes on beside it and posts nothing.
 */
export class Pushing1796601600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table feedback_destination
        add column push boolean not null default false,
        add column credentials_set_at timestamptz;

      create table feedback_credentials (
        destination_id uuid primary key references feedback_destination on delete cascade,
        sealed bytea not null            -- by the SECRETS_KEY of the environment
      );

      create table feedback_push (
        destination_id uuid primary key references feedback_destination on delete cascade,
        claimed_by uuid,                 -- the round of the node that is at it
        claimed_until timestamptz,
        next_at timestamptz,             -- not before: the pause after a failure outlasts a restart
        failures integer not null default 0,   -- one after another
        check ((claimed_by is null) = (claimed_until is null))
      );

      create table feedback_request (
        id uuid primary key,
        destination_id uuid not null references feedback_destination on delete cascade,
        batch_id uuid not null references feedback_batch on delete cascade,
        request_id text not null,        -- by which the platform knows it
        kind text not null check (kind in ('conversion', 'stage', 'restate', 'retract')),
        items uuid[] not null,           -- in the order of the body: the platform names places
        posted_at timestamptz not null,
        looks integer not null default 0,
        look_at timestamptz              -- null: nothing more is asked
      );
      create index feedback_request_look on feedback_request (destination_id, look_at) where look_at is not null;
      create index feedback_request_batch on feedback_request (batch_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table feedback_request, feedback_push, feedback_credentials;
      alter table feedback_destination drop column credentials_set_at, drop column push;
    `);
  }
}
