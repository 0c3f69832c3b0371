import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who uses the console, by which sessions, and how they like it (docs/adr/0108). */
export class Console1802000000013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table console_user (
        id uuid primary key,
        email text not null unique,      -- as it is compared
        name text not null,
        scopes text[] not null,
        rep_id uuid references rep on delete cascade,
        version integer not null default 1,
        created_at timestamptz not null,
        updated_at timestamptz not null
      );
      create index console_user_rep on console_user (rep_id) where rep_id is not null;

      create table session (
        id uuid primary key,
        hash bytea not null unique,
        key_id uuid references api_key on delete cascade,
        user_id uuid references console_user on delete cascade,
        agent text,
        begun_at timestamptz not null,
        last_used_at timestamptz not null,
        ends_at timestamptz not null,
        check (num_nonnulls(key_id, user_id) = 1)
      );
      create index session_key on session (key_id) where key_id is not null;
      create index session_user_id on session (user_id) where user_id is not null;

      -- What was sent to users so that they can log in: each is spent once.
      create table login (
        id uuid primary key,
        user_id uuid not null references console_user on delete cascade,
        token_hash bytea not null unique,
        code_hash bytea not null unique,
        sent_at timestamptz not null,
        ends_at timestamptz not null
      );
      create index login_user on login (user_id, sent_at);

      create table preference (
        owner_id uuid primary key,       -- a rep, a user or a key
        body jsonb not null
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table preference, login, session, console_user');
  }
}
