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
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table record_connector_auth, record_connector');
  }
}
