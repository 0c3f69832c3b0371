import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By which reports group: ids of report_key, 0 for none. */
const DIMENSIONS = `
        source integer not null,
        channel integer not null,
        campaign integer not null,
        country integer not null default 0,
        pool integer not null,
        policy integer not null,
        rep integer not null,
        team integer not null`;
const REASON = `
        reason integer not null,
        category integer not null,
        intent integer not null`;

/** Also for whoever deletes facts by hand. */
const marksDays = (fact: string) =>
  [
    ['insert', 'referencing new table as changed'],
    ['update', 'referencing new table as changed'],
    ['delete', 'referencing old table as changed'],
    ['truncate', ''],
  ].map(
    ([change, rows]) => `
      create trigger ${fact}_marks_day_on_${change} after ${change} on ${fact}
        ${rows} for each statement execute function mark_packed_days();`,
  );

/**
 * What reports read: facts that were settled when they were decided, apart from the rows that work goes on with. An answer
 * goes through a year of a million leads, so the rows are narrow. They follow the ledger (docs/adr/0022).
 */
export class Reporting1802000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
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
        verdict smallint not null check (verdict between 0 and 14),
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

      -- How each cycle of a lead ended, or that it has not.
      create table conclusion (
        received_at timestamptz not null,
        received_minute integer not null,
        cycle integer not null check (cycle > 0),${DIMENSIONS},${REASON},
        ending smallint not null,        -- bits: by whom it was closed, what became of that, how far the lead came
        test boolean not null,
        lead_id uuid not null,
        primary key (lead_id, cycle),
        -- Closed by one of four, and with a reason.
        check ((reason = 0) = (ending & 15 = 0) and ending & 15 in (0, 1, 2, 4, 8)),
        check ((reason = 0) = (category = 0) and (reason = 0) = (intent = 0)),
        check (ending & 15 <> 0 or ending & 240 = 0)
      ) with (fillfactor = 80);
      create index conclusion_received on conclusion using brin (received_at)
        with (pages_per_range = 32, autosummarize = on);

      -- What milestones are worth, beside how their cycle ended. A win stands beside each closing before it, too.
      create table achievement (
        received_at timestamptz not null,
        received_minute integer not null,
        cycle integer not null,${DIMENSIONS},${REASON},
        test boolean not null,
        stage text not null check (stage in ('qualified', 'opportunity', 'won', 'wonLater')),
        currency text not null,
        amount text not null,            -- a decimal number, digit by digit as it was told
        lead_id uuid not null,
        milestone_id uuid not null,
        primary key (lead_id, cycle, milestone_id, stage)
      ) with (fillfactor = 80);
      create index achievement_received on achievement using brin (received_at)
        with (pages_per_range = 32, autosummarize = on);

      -- Days in UTC, by receipt, of which there are facts.
      create table packed_day (
        day integer primary key,         -- since 1970-01-01
        stale boolean not null           -- something has changed since it was packed, or it never was
      ) with (fillfactor = 50);

      create table packed_column (
        fact text not null,              -- the table they are from
        part smallint not null,          -- of the table; 0 where it has none
        test boolean not null,
        day integer not null,
        name text not null,
        rows integer not null,
        data bytea not null,             -- their values, one after the other
        primary key (fact, part, test, day, name)
      );
      -- Numbers hardly shrink, and taking them apart would cost more than reading them.
      alter table packed_column alter data set storage external;

      create function mark_packed_days() returns trigger language plpgsql as $$
      begin
        if tg_op = 'TRUNCATE' then
          update packed_day set stale = true;
          return null;
        end if;
        insert into packed_day (day, stale)
        select distinct received_minute / 1440, true from changed
        on conflict (day) do update set stale = true where not packed_day.stale;
        return null;
      end $$;
      ${['response', 'promise', 'conclusion'].flatMap(marksDays).join('')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table packed_column, packed_day, achievement, conclusion, reassignment, promise, response, settlement, report_key;
      drop function mark_packed_days();
    `);
  }
}
