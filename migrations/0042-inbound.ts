import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Connections, by which leads come in without a program, and what arrives at their addresses. */
export class Inbound1802000000042 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table inbound (
        id uuid primary key,
        version integer not null,
        name text not null,
        key text not null unique,        -- in its address
        former_key text unique,          -- of the address that was changed, and works a while longer
        former_until timestamptz,
        source jsonb not null,           -- a code, or where in what arrives it is
        kind text not null check (kind in ('form', 'google', 'json')),
        vendor text,
        map jsonb,
        origins jsonb not null,
        redirect text,
        per_minute integer,
        secret_set_at timestamptz,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        check ((former_key is null) = (former_until is null))
      );
      create unique index inbound_name on inbound (lower(name));

      create table inbound_secret (
        inbound_id uuid primary key references inbound on delete cascade,
        sealed bytea not null
      );

      create table arrival (
        id uuid primary key,
        inbound_id uuid not null references inbound on delete cascade,
        received_at timestamptz not null,
        state text not null check (state in ('waiting', 'accepted', 'rejected')),
        reason text,
        issues text[] not null default '{}',
        lead_id uuid references lead,
        sealed bytea,                    -- the request as it came; null: erased
        known text[] not null,           -- hashes of the addresses and numbers in it
        due_at timestamptz,              -- null: settled
        attempts integer not null default 0,
        check ((state = 'accepted') = (lead_id is not null))
      );
      create index arrival_listed on arrival (inbound_id, id);
      create index arrival_counted on arrival (inbound_id, state);
      create index arrival_not_taken on arrival (inbound_id, reason) where reason is not null;
      create index arrival_due on arrival (due_at) where due_at is not null;
      create index arrival_known on arrival using gin (known);
      create index arrival_lead on arrival (lead_id) where lead_id is not null;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table arrival, inbound_secret, inbound');
  }
}
