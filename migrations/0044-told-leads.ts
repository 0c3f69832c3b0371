import type { MigrationInterface, QueryRunner } from 'typeorm';
import { extend, shorten } from './lists.js';

const TOOLS = ["'inbound'", "'inboundRefused'"];

/**
 * Meta tells the ids of leads, whose fields are then fetched. Tools report touches, which say for when a meeting was
 * booked, and a decision waits for it. The checks read all touches and clocks once: a second for each few million.
 */
export class ToldLeads1802000000044 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await extend(runner, 'failing_tool', 'failing_tool_kind_check', TOOLS);
    await runner.query(`
      alter table inbound
        add column settings jsonb,
        add column access_token_set_at timestamptz,
        drop constraint inbound_kind_check,
        add constraint inbound_kind_check check (kind in ('form', 'google', 'json', 'meta', 'touches'));

      create table inbound_token (
        inbound_id uuid primary key references inbound on delete cascade,
        sealed bytea not null
      );

      alter table arrival
        add column ref text,             -- its id where it comes from: what is told again is there already
        drop constraint arrival_check,
        -- What only told of leads, and samples, were accepted for a reason and are no leads.
        add constraint arrival_check check ((state = 'accepted' and reason is null) = (lead_id is not null));
      create unique index arrival_ref on arrival (inbound_id, ref) where ref is not null;

      -- Arrivals of which only the id is known yet.
      create table lead_fetch (
        arrival_id uuid primary key references arrival on delete cascade,
        inbound_id uuid not null references inbound on delete cascade,
        state text not null check (state in ('waiting', 'failed')),
        attempts integer not null,
        begun_at timestamptz not null,
        due_at timestamptz,
        failure text,
        check ((state = 'waiting') = (due_at is not null))
      );
      create index lead_fetch_due on lead_fetch (inbound_id, due_at) where state = 'waiting';
      create index lead_fetch_failing on lead_fetch (inbound_id, begun_at) where failure is not null;

      -- What Touchline does at Meta for a connection, and how that goes.
      create table meta_page (
        inbound_id uuid primary key references inbound on delete cascade,
        subscribed_at timestamptz,
        subscribe_due_at timestamptz,    -- null: subscribed
        subscribe_attempts integer not null default 0,
        failing_since timestamptz,       -- since when it cannot be subscribed
        problem text,
        refused_at timestamptz,          -- since when the access token is refused
        rests_until timestamptz,         -- nothing is asked before
        reached_at timestamptz,
        polled_until timestamptz not null, -- leads of before have been looked for
        poll_due_at timestamptz not null
      );

      alter table touch
        add column meeting_at timestamptz,
        drop constraint touch_actor_type_check,
        add constraint touch_actor_type_check check (actor_type in ('key', 'rep', 'user', 'system'));
      alter table clock
        drop constraint clock_opens,
        add constraint clock_opens check (opens_at is null or wait is not null or kind = 'decide');`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from touch where actor_type = 'system';
      update clock set opens_at = null where kind = 'decide';
      alter table touch
        drop column meeting_at,
        drop constraint touch_actor_type_check,
        add constraint touch_actor_type_check check (actor_type in ('key', 'rep', 'user'));
      alter table clock
        drop constraint clock_opens,
        add constraint clock_opens check (opens_at is null or wait is not null);
      delete from inbound where kind in ('meta', 'touches');
      drop table meta_page, lead_fetch, inbound_token;
      alter table arrival drop constraint arrival_check, drop column ref,
        add constraint arrival_check check ((state = 'accepted') = (lead_id is not null));
      alter table inbound drop column settings, drop column access_token_set_at,
        drop constraint inbound_kind_check,
        add constraint inbound_kind_check check (kind in ('form', 'google', 'json'))`);
    await runner.query(`delete from failing_tool where kind in (${TOOLS.join(', ')})`);
    await shorten(runner, 'failing_tool', 'failing_tool_kind_check', TOOLS);
  }
}
