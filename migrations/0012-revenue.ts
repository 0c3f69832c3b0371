import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What customers pay: contracts, and what they mean for recurring revenue (docs/adr/0100). */
export class Revenue1802000000012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table churn_reason (
        id uuid primary key,
        version integer not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        code text not null,
        label text not null,
        answerable text not null check (answerable in ('sales', 'delivery', 'product', 'nobody'))
      );
      create unique index churn_reason_code on churn_reason (lower(code));

      create table contract (
        id uuid primary key,
        account_id uuid not null references account,    -- whose it is now
        deal_id uuid references deal,
        external_id text unique,
        currency text not null,
        starts_on date not null,
        ends_on date,                    -- as far as is known; null where no end is agreed
        notice_days int not null check (notice_days >= 0),
        auto_renew_months int check (auto_renew_months > 0),
        terms jsonb not null,
        notice jsonb,
        held_by jsonb not null,          -- whose it was, and is
        lines jsonb not null,
        moved_from_contract_id uuid references contract,
        told jsonb,                      -- by a program; told again it changes nothing
        reasons jsonb not null,          -- of amendments, by the numbers of their events
        renew_on date,                   -- by itself
        renewal_by date,                 -- the last day to decide on a renewal that has no deal yet
        withdrawn_at timestamptz,        -- the win that made it was none
        created_at timestamptz not null,
        updated_at timestamptz not null,
        event_seq int not null,
        check (ends_on >= starts_on),
        check (renew_on is null or auto_renew_months is not null and notice is null and ends_on is not null),
        check (withdrawn_at is null or renew_on is null and lines = '[]')
      );
      create index contract_account on contract (account_id, id);
      create index contract_deal on contract (deal_id) where deal_id is not null;
      create index contract_moved_from on contract (moved_from_contract_id) where moved_from_contract_id is not null;
      create index contract_renewing on contract (renew_on, id) where renew_on is not null;
      create index contract_renewal on contract (renewal_by, id) where renewal_by is not null;
      create index contract_notice on contract (lower(notice->>'reason')) where notice is not null;
      create table contract_ref (
        system text not null,
        ref text not null,
        contract_id uuid not null references contract,
        primary key (system, ref),
        unique (contract_id, system)
      );

      alter table deal add foreign key (contract_id) references contract;
      -- What won deals make of contracts (docs/adr/0103).
      create table won_deal (
        deal_id uuid primary key references deal,
        due_at timestamptz,              -- something has happened to it since it was looked at
        how text check (how in ('made', 'added', 'told', 'earlier')),
        contract_id uuid references contract,
        said jsonb,                      -- by the deal and its form, when that was followed last
        contract_seq int,                -- of the contract's latest event then
        check ((how in ('made', 'added', 'told')) = (contract_id is not null)),
        check ((how in ('made', 'added')) = (said is not null)),
        check ((how in ('made', 'added')) = (contract_seq is not null))
      );
      create index won_deal_due on won_deal (due_at, deal_id) where due_at is not null;
      create index won_deal_contract on won_deal (contract_id) where contract_id is not null;

      -- What customers were invoiced for, paid and used (docs/revenue.md).
      create table invoice (
        id uuid primary key,
        system text not null,
        ref text not null,               -- its id there
        contract_id uuid not null references contract,
        currency text not null,          -- that of the contract
        issued_on date not null,
        amount bigint not null check (amount >= 0),     -- minor units
        payments jsonb not null,
        refunds jsonb not null,
        paid_on date,                    -- in full, and since then; null while it is not
        created_at timestamptz not null,
        updated_at timestamptz not null,
        event_seq int not null,
        unique (system, ref)
      );
      create index invoice_contract on invoice (contract_id, issued_on, id);

      create table usage_report (
        id uuid primary key,
        system text not null,
        ref text not null,
        contract_id uuid not null references contract,
        product text not null,
        from_day date not null,
        to_day date not null check (to_day >= from_day),
        quantity numeric,
        amount bigint check (amount >= 0),              -- minor units
        currency text not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        unique (system, ref),
        check (num_nonnulls(quantity, amount) > 0)
      );
      create index usage_report_contract on usage_report (contract_id, to_day, id);

      -- What contracts mean for ARR. What is no longer so stays, for whoever asks what was known before.
      create table arr_step (
        id uuid primary key,
        contract_id uuid not null references contract,
        account_id uuid not null references account,
        product text not null,
        kind text not null check (kind in ('recurring', 'commitment')),
        currency text not null,
        on_day date not null,
        arr bigint not null check (arr >= 0),           -- minor units
        change bigint not null check (change <> 0),     -- from the step before
        cause text check (cause in ('sold', 'ramp', 'escalator', 'transfer', 'renewal')),
        known_at timestamptz not null,
        replaced_at timestamptz check (replaced_at >= known_at)
      );
      create unique index arr_step_in_force on arr_step (contract_id, account_id, product, kind, on_day)
        where replaced_at is null;
      -- Reports add up the steps of all accounts from it alone, in its order.
      create index arr_step_history on arr_step (account_id, currency, product, contract_id, on_day) include (change, arr)
        where replaced_at is null;
      create index arr_step_day on arr_step (on_day) where replaced_at is null;

      create table fx_rate (
        base text not null,
        currency text not null,
        on_day date not null,
        rate numeric not null check (rate > 0),         -- one unit of the base is worth so much of the currency
        primary key (base, currency, on_day)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table deal drop constraint deal_contract_id_fkey;
      drop table fx_rate, arr_step, usage_report, invoice, won_deal, contract_ref, contract, churn_reason;
    `);
  }
}
