import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How records are made in the tools of receivers (docs/adr/0044). New tables: a large database notices nothing. */
export class Records1798329600000 implements MigrationInterface {
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

      -- Its id is the key by which its tool knows it.
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
        due_at timestamptz,
        ended_at timestamptz,
        unique (handoff_id, place),
        foreign key (handoff_id, place) references handoff_receiver,
        check ((state = 'pending') = (due_at is not null)),
        check ((state = 'pending') = (ended_at is null)),
        check ((state = 'made') = (ref is not null)),
        check (state <> 'failed' or failure is not null)
      );
      create index record_due on record (connector_id, due_at) where state = 'pending';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table record, record_connector_auth, record_connector');
  }
}
