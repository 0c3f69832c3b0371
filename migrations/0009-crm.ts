import type { MigrationInterface, QueryRunner } from 'typeorm';
import { extend, shorten } from './lists.js';

const TOOL = `'crmConnection'`;

/** How deals and facts of contracts come in from CRMs and billing tools, and what they are told (docs/adr/0051, 0052). */
export class Crm1802000000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table crm_connection (
        id uuid primary key,
        version integer not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        name text not null,
        system text not null,
        proof jsonb not null,
        mapping jsonb not null,
        readiness jsonb,
        contracts jsonb,                 -- how contracts, invoices and usage are read (docs/adr/0107)
        invoices jsonb,
        usage jsonb,
        secret_set_at timestamptz,
        auth_set_at timestamptz
      );
      create unique index crm_connection_name on crm_connection (lower(name));

      create table crm_connection_secret (
        connection_id uuid primary key references crm_connection on delete cascade,
        sealed bytea not null,
        former bytea,                    -- holds beside it, until then
        former_until timestamptz,
        check ((former is null) = (former_until is null))
      );

      create table crm_connection_auth (
        connector_id uuid primary key references crm_connection on delete cascade,
        sealed bytea not null,
        token bytea,                     -- sealed, of what is sealed above, until it ends
        token_ends_at timestamptz,
        refreshing_until timestamptz,    -- by whoever asks for another one
        check ((token is null) = (token_ends_at is null))
      );

      -- Of each deal of a CRM when each part of it was changed there last: what is older comes too late.
      create table crm_told (
        connection_id uuid not null references crm_connection on delete cascade,
        ref text not null,
        changed_at jsonb not null,
        stage text check (stage in ('open', 'won', 'lost')), -- as it was told last
        -- A digest of each part as it was told last: what is merely repeated changes nothing (docs/adr/0051).
        said jsonb not null default '{}' check (jsonb_typeof(said) = 'object'),
        primary key (connection_id, ref)
      );
      -- The same of contracts, invoices and usage.
      create table crm_told_fact (
        connection_id uuid not null references crm_connection on delete cascade,
        kind text not null check (kind in ('contracts', 'invoices', 'usage')),
        ref text not null,
        changed_at timestamptz not null,
        primary key (connection_id, kind, ref)
      );

      -- Signed requests that were taken, for as long as their time lets them in again.
      create table crm_request (
        connection_id uuid not null references crm_connection on delete cascade,
        digest bytea not null,
        ends_at timestamptz not null,
        primary key (connection_id, digest)
      );

      -- What could not be read, or only in part. Nothing of what was sent but the names of its fields.
      create table crm_oddity (
        id uuid primary key,
        connection_id uuid not null references crm_connection on delete cascade,
        ref text,
        at timestamptz not null,
        refused boolean not null,
        faults jsonb not null,
        seen jsonb not null,
        kind text not null default 'deals' check (kind in ('deals', 'contracts', 'invoices', 'usage'))
      );
      create index crm_oddity_newest on crm_oddity (connection_id, id);
      create index crm_oddity_newest_of_kind on crm_oddity (connection_id, kind, id);

      -- What a CRM is told of a deal: a row for each, so that only the newest is told.
      create table crm_readiness (
        connection_id uuid not null references crm_connection on delete cascade,
        deal_id uuid not null references deal,
        state text not null check (state in ('waiting', 'told', 'failed')),
        wish bigint not null,            -- counts what may have changed it
        attempts integer not null,
        begun_at timestamptz not null,
        due_at timestamptz,
        ended_at timestamptz,
        failure text,
        failing_since timestamptz,       -- since when it could not be told, whatever has happened to the deal since
        status integer,
        told bytea,                      -- what it was told last, as a hash
        told_ready boolean,
        told_missing integer,
        told_state text,
        told_at timestamptz,
        primary key (connection_id, deal_id),
        check ((state = 'waiting') = (due_at is not null)),
        check ((state = 'waiting') = (ended_at is null)),
        check (state <> 'failed' or failure is not null)
      );
      create index crm_readiness_due on crm_readiness (connection_id, due_at) where state = 'waiting';
      create index crm_readiness_failing on crm_readiness (connection_id) where failing_since is not null;
    `);
    await extend(runner, 'failing_tool', 'failing_tool_kind_check', [TOOL]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from failing_tool where kind = ${TOOL}`);
    await shorten(runner, 'failing_tool', 'failing_tool_kind_check', [TOOL]);
    await runner.query(`
      drop table crm_readiness, crm_oddity, crm_request, crm_told_fact, crm_told, crm_connection_auth, crm_connection_secret,
        crm_connection;
    `);
  }
}
