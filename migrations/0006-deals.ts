import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What leads become: accounts, and deals with them (docs/adr/0041). */
export class Deals1801000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table account (
        id uuid primary key,
        name text not null,
        name_key text not null,          -- as it is compared: without case
        type text not null check (type in ('prospect', 'customer', 'partner', 'competitor')),
        owner_rep_id uuid references rep,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        event_seq int not null
      );
      create index account_name on account (name_key, id);
      create index account_owner on account (owner_rep_id, id) where owner_rep_id is not null;
      create table account_domain (
        domain text primary key,
        account_id uuid not null references account,
        place int not null               -- in the order in which they were given
      );
      create index account_domain_account on account_domain (account_id);
      create table account_ref (
        system text not null,
        ref text not null,
        account_id uuid not null references account,
        primary key (system, ref),
        unique (account_id, system)
      );

      create table deal (
        id uuid primary key,
        name text not null,
        external_id text unique,
        account_id uuid references account,  -- null where its lead named no company
        lead_id uuid references lead,
        source text,                         -- of the lead, as it was when the deal was made
        channel text,
        campaign text,
        owner_rep_id uuid references rep,
        amount numeric,
        currency text,
        product text,                        -- by which handoffs are counted
        expected_close_at timestamptz,
        starts_on date,
        ends_on date,
        notice_days int,
        stage text not null check (stage in ('open', 'won', 'lost')),
        won_at timestamptz,
        lost_at timestamptz,
        delivered_at timestamptz,
        handed_over boolean not null default false,     -- kept here: asked often, of many deals that are won
        lost_reason text,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        event_seq int not null,
        check ((amount is null) = (currency is null)),
        check ((starts_on is null) = (ends_on is null) and (notice_days is null or starts_on is not null)),
        check ((stage = 'won') = (won_at is not null) and (stage = 'lost') = (lost_at is not null)),
        check (lost_reason is null or stage = 'lost'),
        constraint deal_delivered check (delivered_at is null or stage = 'won')
      );
      create unique index deal_open_of_lead on deal (lead_id) where stage = 'open';
      create index deal_lead on deal (lead_id) where lead_id is not null;
      create index deal_stage on deal (stage, id);
      create index deal_owner on deal (owner_rep_id, id) where owner_rep_id is not null;
      create index deal_account on deal (account_id, id) where account_id is not null;
      create index deal_product on deal (product, id) where product is not null;
      create index deal_renewal on deal ((ends_on - coalesce(notice_days, 0)), id) where stage = 'won' and ends_on is not null;
      create index deal_missing_handoff on deal (id) where stage = 'won' and not handed_over;
      create table deal_ref (
        system text not null,
        ref text not null,
        deal_id uuid not null references deal,
        primary key (system, ref),
        unique (deal_id, system)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table deal_ref, deal, account_ref, account_domain, account;
    `);
  }
}
