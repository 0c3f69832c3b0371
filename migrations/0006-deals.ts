import type { MigrationInterface, QueryRunner } from 'typeorm';
import { extend, shorten } from './lists.js';

const KINDS = [`'renewalFirstTalk'`, `'renewalDecider'`, `'renewalCommitted'`, `'dealDate'`];
/** What they are listed in beside what other subjects have. */
const LISTS = [
  ['clock', 'clock_kind', KINDS],
  ['clock', 'clock_owned', ['deal_id']],
  ['pause', 'pause_subject', ['deal_id']],
  ['assignment', 'assignment_subject', ['deal_id']],
] as const;

/**
 * What leads become: accounts, and deals with them (docs/adr/0041). Deals are a subject that promises are made about
 * (docs/adr/0105): each table of the core about such subjects gets a column.
 */
export class Deals1802000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table account (
        id uuid primary key,
        name text not null,
        name_key text not null,          -- as it is compared: without case
        type text not null check (type in ('prospect', 'customer', 'former', 'partner', 'competitor')),
        told_type text                   -- as somebody said; the type of a customer follows from its deals
          constraint account_told_type check (told_type in ('prospect', 'customer', 'former')),
        reckon_on date,                  -- from this day on its type is worked out anew
        owner_rep_id uuid references rep,
        sales_rep_id uuid references rep,
        manager_rep_id uuid references rep,
        delivery_rep_id uuid references rep,
        parent_id uuid references account,
        protected_until timestamptz,     -- until then its leads are for its owner alone
        keeper_rep_id uuid generated always as (coalesce(manager_rep_id, owner_rep_id)) stored,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        event_seq int not null
      );
      create index account_name on account (name_key, id);
      create index account_owner on account (owner_rep_id, id) where owner_rep_id is not null;
      create index account_keeper on account (keeper_rep_id, id) where keeper_rep_id is not null;
      create index account_sales on account (sales_rep_id, id) where sales_rep_id is not null;
      create index account_delivery on account (delivery_rep_id, id) where delivery_rep_id is not null;
      create index account_parent on account (parent_id) where parent_id is not null;
      create index account_protected on account (protected_until) where protected_until is not null;
      create index account_updated on account (updated_at);
      create index account_reckoned on account (reckon_on, id) where reckon_on is not null;
      create table account_domain (
        domain text primary key,
        account_id uuid not null references account,
        is_brand boolean not null,       -- of a brand of it
        place int not null               -- in the order in which they were given
      );
      create index account_domain_account on account_domain (account_id);
      create table account_contact (
        account_id uuid not null references account,
        place int not null,              -- in the order in which they were given
        email text,
        email_key text,                  -- as those of leads are compared
        phone text,
        phone_key text,
        primary key (account_id, place),
        check (num_nonnulls(email, phone) > 0)
      );
      -- With the account: the oldest of a contact is found by the index, whatever the statistics say.
      create index account_contact_email on account_contact (email_key, account_id) where email_key is not null;
      create index account_contact_phone on account_contact (phone_key, account_id) where phone_key is not null;
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
        type text not null check (type in ('new', 'expansion', 'renewal', 'reactivation')),
        follows_deal_id uuid references deal,          -- with the same account
        category text not null check (category in ('pipeline', 'bestCase', 'commit', 'omitted')),
        probability numeric check (probability between 0 and 1),
        first_talk_at timestamptz,
        decision_maker text,
        at_risk boolean not null,
        first_contact_at timestamptz,        -- of its touches, the first that reached somebody
        expected_close_at timestamptz,
        starts_on date,
        ends_on date,
        notice_days int,
        contract_id uuid,                    -- that it is about
        contract_term int check (contract_term > 0),   -- that it renews, counted from 1 (docs/adr/0102)
        last_day_for_notice date,            -- of that term
        ended_by text check (ended_by in ('renewed', 'auto', 'notice', 'ended', 'withdrawn')),
        churn_reason text,                   -- of the notice
        contract_problem jsonb,              -- why its win has made no contract (docs/adr/0103)
        stage text not null check (stage in ('open', 'won', 'lost')),
        won_at timestamptz,
        lost_at timestamptz,
        delivered_at timestamptz,
        handed_over boolean not null default false,     -- kept here: asked often, of many deals that are won
        lost_reason text,                    -- the code of a reason; what was said besides is the note
        lost_note text,
        lost_fields jsonb,
        disposition_id uuid references disposition,    -- that closed its lead when it was lost
        milestone_id uuid references milestone,        -- that won its lead when it was won
        created_at timestamptz not null,
        updated_at timestamptz not null,
        event_seq int not null,
        check ((amount is null) = (currency is null)),
        check ((starts_on is null) = (ends_on is null) and (notice_days is null or starts_on is not null)),
        check ((stage = 'won') = (won_at is not null) and (stage = 'lost') = (lost_at is not null)),
        check (lost_reason is null or stage = 'lost'),
        constraint deal_delivered check (delivered_at is null or stage = 'won'),
        constraint deal_lost_with check (stage = 'lost' or num_nonnulls(lost_note, lost_fields, disposition_id) = 0),
        constraint deal_won_by check (milestone_id is null or stage = 'won' and lead_id is not null),
        constraint deal_renews check (
          (contract_term is null) = (last_day_for_notice is null)
          and (contract_term is null or contract_id is not null and type = 'renewal')),
        constraint deal_ended_by check (
          ended_by is null
          or contract_term is not null and stage = case when ended_by in ('renewed', 'auto') then 'won' else 'lost' end),
        constraint deal_churned check ((churn_reason is not null) = (ended_by is not null and ended_by = 'notice'))
      );
      create unique index deal_open_of_lead on deal (lead_id) where stage = 'open';
      create index deal_lead on deal (lead_id) where lead_id is not null;
      create index deal_stage on deal (stage, id);
      create unique index deal_milestone on deal (milestone_id) where milestone_id is not null;
      create index deal_disposition on deal (disposition_id) where disposition_id is not null;
      create index deal_owner on deal (owner_rep_id, id) where owner_rep_id is not null;
      create index deal_account on deal (account_id, id) where account_id is not null;
      create index deal_follows on deal (follows_deal_id) where follows_deal_id is not null;
      create index deal_product on deal (product, id) where product is not null;
      create index deal_renewal on deal ((ends_on - coalesce(notice_days, 0)), id) where stage = 'won' and ends_on is not null;
      create index deal_missing_handoff on deal (id) where stage = 'won' and not handed_over;
      create unique index deal_of_term on deal (contract_id, contract_term) where contract_term is not null;
      create index deal_contract on deal (contract_id, id) where contract_id is not null;
      create index deal_open_renewal on deal (last_day_for_notice, id) where stage = 'open' and contract_term is not null;
      create index deal_contract_problem on deal (id) where contract_problem is not null;
      create table deal_touch (
        id uuid primary key,
        deal_id uuid not null references deal,
        rep_id uuid references rep,
        kind text not null,
        direction text not null,
        outcome text not null,
        occurred_at timestamptz not null,
        duration_seconds int,
        automated boolean not null,
        note text,
        external_id text,
        recorded_at timestamptz not null,
        actor_type text not null check (actor_type in ('key', 'rep', 'user')),
        actor_id uuid not null,
        voided_at timestamptz,
        void_reason text,
        voided_by_type text check (voided_by_type in ('key', 'rep', 'user')),
        voided_by uuid,
        check (num_nulls(voided_at, void_reason, voided_by_type, voided_by) in (0, 4))
      );
      create index deal_touch_deal on deal_touch (deal_id, occurred_at, id);
      create unique index deal_touch_external on deal_touch (deal_id, external_id) where external_id is not null;
      create index deal_touch_rep on deal_touch (rep_id) where rep_id is not null;
      -- How a deal stood after each of its events: a forecast is asked for as of any instant.
      create table deal_standing (
        deal_id uuid not null references deal,
        seq int not null,
        at timestamptz not null,
        stage text not null,
        type text not null,
        category text not null,
        probability numeric,
        at_risk boolean not null,
        account_id uuid,
        owner_rep_id uuid,
        amount numeric,
        currency text,
        expected_close_at timestamptz,
        starts_on date,
        won_at timestamptz,
        primary key (deal_id, seq)
      );
      create table deal_ref (
        system text not null,
        ref text not null,
        deal_id uuid not null references deal,
        primary key (system, ref),
        unique (deal_id, system)
      );

      alter table clock
        add column deal_id uuid references deal,
        add constraint clock_of_deal_kind check ((deal_id is not null) = (kind in (${KINDS.join(', ')})));
      create index clock_of_deal on clock (deal_id, id) where deal_id is not null;
      create unique index clock_running_of_deal on clock (deal_id, kind) where state = 'running' and deal_id is not null;
      create index clock_owner_deal on clock (owner_id, deal_id) where state = 'running' and deal_id is not null;
      create index clock_calendar_deal on clock (calendar_id, deal_id)
        where calendar_id is not null and deal_id is not null and (state = 'running' or next_at is not null);
      create index clock_policy_deal on clock (policy_id) where state = 'running' and deal_id is not null;
      alter table pause add column deal_id uuid references deal;
      create index pause_of_deal on pause (deal_id, id) where deal_id is not null;
      alter table assignment add column deal_id uuid references deal;
      create index assignment_of_deal on assignment (deal_id, id) where deal_id is not null;
      alter table notification add column deal_id uuid;

      create table deal_look (
        deal_id uuid primary key references deal,
        due_at timestamptz,                      -- when what it promises has to be looked at; null: when something happens to it
        adopts boolean not null default false    -- what runs is promised by the present version of its policy then
      );
      create index deal_look_due on deal_look (due_at, deal_id) where due_at is not null;
    `);
    for (const [table, check, added] of LISTS) await extend(runner, table, check, added);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from clock where deal_id is not null;
      delete from pause where deal_id is not null;
      delete from assignment where deal_id is not null;
    `);
    for (const [table, check, removed] of LISTS) await shorten(runner, table, check, removed);
    await runner.query(`
      alter table notification drop column deal_id;
      alter table assignment drop column deal_id;
      alter table pause drop column deal_id;
      alter table clock drop column deal_id;
      drop table deal_look, deal_ref, deal_standing, deal_touch, deal, account_ref, account_contact, account_domain, account;
    `);
  }
}
