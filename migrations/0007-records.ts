import type { MigrationInterface, QueryRunner } from 'typeorm';
import { extend, shorten } from './lists.js';

const TOOL = `'recordConnector'`;

/** How records are made in the tools of receivers (docs/adr/0044), and brought up to date. */
export class Records1802000000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table record_connector (
        id uuid primary key,
        version integer not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        name text not null,
        request jsonb not null,
        idempotency jsonb,
        id_of text not null,
        link text,
        find jsonb,
        update jsonb,
        auth_set_at timestamptz
      );
      create unique index record_connector_name on record_connector (lower(name));

      create table record_connector_auth (
        connector_id uuid primary key references record_connector on delete cascade,
        sealed bytea not null,
        token bytea,                     -- sealed, of what is sealed above, until it ends
        token_ends_at timestamptz,
        refreshing_until timestamptz,    -- by whoever asks for another one
        check ((token is null) = (token_ends_at is null))
      );

      -- What a tool is asked to make. Its id is the key by which the tool knows it.
      create table record (
        id uuid primary key,
        handoff_id uuid not null,
        place integer not null,
        connector_id uuid not null,      -- stays when the connector is deleted
        state text not null check (state in ('pending', 'made', 'failed')),
        ref text,
        url text,
        failure text,
        attempts integer not null,
        asked_at timestamptz,            -- since when a request may have made it
        begun_at timestamptz not null,
        waits_since timestamptz,         -- for something that its request asks for; null: for nothing
        due_at timestamptz,
        ended_at timestamptz,
        erasures integer not null default 0,            -- whoever makes it writes nothing of a form that was erased meanwhile
        unique (handoff_id, place),
        check ((state = 'pending') = (due_at is not null)),
        check ((state = 'pending') = (ended_at is null)),
        check ((state = 'made') = (ref is not null)),
        check (state <> 'failed' or failure is not null),
        check (waits_since is null or state = 'pending')
      );
      create index record_due on record (connector_id, due_at) where state = 'pending';
      create index record_failed on record (connector_id) where state = 'failed';

      -- Records are brought up to date when their form is amended after they were made (docs/adr/0053).
      create table record_update (
        record_id uuid primary key references record on delete cascade,
        connector_id uuid not null,       -- stays when the connector is deleted
        state text not null check (state in ('current', 'pending', 'failed')),
        wanted_version integer not null,  -- of the form: what the record is to say
        written_version integer,          -- what it says, but for what somebody has changed there; null: nobody knows
        fields jsonb not null,            -- digests of what was last written, and of what its tool showed then
        omitted jsonb not null default '[]', -- what of the form is another by now, and its update does not say
        failure text,
        attempts integer not null,
        waits_since timestamptz,
        begun_at timestamptz not null,
        due_at timestamptz,
        check ((state = 'pending') = (due_at is not null)),
        check (waits_since is null or state = 'pending'),
        check (state <> 'failed' or failure is not null)
      );
      create index record_update_due on record_update (connector_id, due_at) where state = 'pending';
      create index record_update_failed on record_update (connector_id) where state = 'failed';
    `);
    await extend(runner, 'failing_tool', 'failing_tool_kind_check', [TOOL]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from failing_tool where kind = ${TOOL}`);
    await shorten(runner, 'failing_tool', 'failing_tool_kind_check', [TOOL]);
    await runner.query(`
      drop table record_update, record, record_connector_auth, record_connector;
    `);
  }
}
