import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By what reports are grouped: ids of report_key, 0 for none. */
const DIMENSIONS = `
    source integer not null,
    channel integer not null,
    campaign integer not null,
    pool integer not null,
    policy integer not null,
    rep integer not null,
    team integer not null`;

/**
 * What reports read: facts that were settled when they were decided, apart from the rows that work goes on with. A year of
 * a million leads is gone through for an answer, so the rows are narrow. They follow the ledger behind everybody's back
 * (docs/adr/0022), so nothing is filled here: after the update the engine goes through the ledger from its beginning.
 */
export class Reports1795737600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- How far a consumer of the ledger has come.
      create table feed_consumer (
        name text primary key,
        epoch integer not null,
        xid xid8 not null,
        seq bigint not null
      );

      -- What rows are grouped by, as a number: a text or an id in each row would make it twice as wide.
      create table report_key (
        id integer generated always as identity primary key,
        kind text not null,
        value text not null,             -- by which it is compared
        label text not null,             -- as it was written first
        unique (kind, value)
      );

      -- By which hours a stretch was counted, and which team its owner was in: the first decision stands, whatever is
      -- changed in calendars, absences and teams afterwards.
      create table settlement (
        lead_id uuid not null,
        cycle integer not null,
        assignment_id uuid,              -- null: of the lead itself, in the hours of its own promise
        team_id uuid,                    -- of the owner when the lead became theirs
        settled_to timestamptz,          -- until when hours have been counted; null: not yet
        calendar_id uuid,
        calendar_version integer,
        time_zone text,
        away jsonb,                      -- absences within, [[from, to], …] in epoch milliseconds; null for none
        constraint settlement_of unique nulls not distinct (lead_id, cycle, assignment_id),
        check ((settled_to is null) = (calendar_id is null)),
        check ((calendar_id is null) = (calendar_version is null) and (calendar_id is null) = (time_zone is null))
      );

      -- How long an answer took. 1: a cycle of a lead until the first attempt; 2: until contact; 3 and 4: the same of each
      -- owner who owed it, from when the lead became theirs.
      create table response (
        -- What every report looks at stands first, and what none does stands last: to reach a column Postgres goes over
        -- those before it.
        received_at timestamptz not null,
        received_minute integer not null,    -- since 1970: for days and hours in any zone
        cycle integer not null check (cycle > 0),${DIMENSIONS},
        part smallint not null,
        outcome smallint not null,       -- bits: contact, qualified, won, promise kept, promise missed
        attempts smallint not null,      -- until then
        test boolean not null,
        bucket smallint,                 -- of elapsed_ms; null, with all that follows: not answered
        working_bucket smallint,
        elapsed_ms bigint,
        before_ms bigint,                -- before receipt; what is left of elapsed_ms is nobody's: the system's
        owner_ms bigint,
        off_ms bigint,
        paused_ms bigint,
        working_ms bigint,
        lead_id uuid not null,
        assignment_id uuid not null,     -- of a cycle: the id of its lead
        primary key (lead_id, cycle, assignment_id, part),
        check (num_nulls(elapsed_ms, working_ms, before_ms, owner_ms, off_ms, paused_ms, bucket, working_bucket) in (0, 8)),
        check (least(working_ms, before_ms, owner_ms, off_ms, paused_ms) >= 0),
        check (elapsed_ms >= owner_ms + off_ms + paused_ms)
      ) partition by list (part);
      create table response_lead_attempt partition of response for values in (1) with (fillfactor = 80);
      create table response_lead_contact partition of response for values in (2) with (fillfactor = 80);
      create table response_owner_attempt partition of response for values in (3) with (fillfactor = 80);
      create table response_owner_contact partition of response for values in (4) with (fillfactor = 80);
      -- Rows come in about the order of receipt, and stay in their place.
      create index response_received on response using brin (received_at) with (pages_per_range = 32, autosummarize = on);

      -- What became of each promise with a deadline.
      create table promise (
        lead_id uuid not null,
        clock_id uuid not null,
        received_at timestamptz not null,
        received_minute integer not null,
        cycle integer not null,${DIMENSIONS},
        kind text not null,
        step smallint not null,          -- of a cadence; 0 for what is no step of one
        verdict smallint not null check (verdict between 0 and 5),
        reached boolean not null,        -- contact was made with it
        test boolean not null,
        primary key (lead_id, clock_id)
      ) with (fillfactor = 80);
      create index promise_received on promise using brin (received_at) with (pages_per_range = 32, autosummarize = on);

      -- How leads went from one owner to another.
      create table reassignment (
        lead_id uuid not null,
        assignment_id uuid not null,
        received_at timestamptz not null,
        received_minute integer not null,
        cycle integer not null,${DIMENSIONS},
        former_rep integer not null,
        former_team integer not null,
        cause text not null,
        test boolean not null,
        primary key (lead_id, assignment_id)
      ) with (fillfactor = 80);
      create index reassignment_received on reassignment using brin (received_at)
        with (pages_per_range = 32, autosummarize = on);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table reassignment, promise, response, settlement, report_key, feed_consumer');
  }
}
