import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A changed calendar used to mark every running clock that depends on it, while all work on leads waited: seconds with a
 * hundred thousand of them. Now the change records once whose working time is another (`hours_change`), a clock keeps
 * the revision it was planned under, and whoever acts on it compares the two. What remains to be planned anew is worked
 * off in batches (`replanning`, with a row in `clock` that is due until it is done).
 *
 * The index by calendar is walked in the order of leads, batch after batch.
 *
 * Before on a large table: `create index concurrently clock_calendar_lead on clock (calendar_id, lead_id) where
 * calendar_id is not null and (state = 'running' or next_at is not null)`, which this then finds made.
 */
export class Replanning1795219800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table hours_change (
        subject_id uuid primary key,   -- a calendar, a rep or a pool
        revision integer not null       -- of the configuration with which its working time became what it is
      );
      create table replanning (
        id uuid primary key,           -- that of its row in clock
        revision integer not null,
        calendar_ids uuid[] not null,
        rep_ids uuid[] not null,
        pool_ids uuid[] not null,
        after_lead_id uuid,            -- how far it has come
        passed_over boolean not null default false   -- somebody worked on a lead: once more from the beginning
      );
      alter table clock drop constraint clock_kind_check;
      alter table clock add constraint clock_kind_check check (kind in ('firstTouch', 'leadResponse', 'nurtureWake',
        'recycle', 'queue', 'absenceStart', 'absenceEnd', 'available', 'replanning'));
      alter table clock add column planned_revision integer not null default 0;
      -- What was marked before is planned anew by whoever comes next: it is due.
      update clock set planned_revision = -1 where stale;
      drop index clock_stale;
      alter table clock drop column stale;
      create index if not exists clock_calendar_lead on clock (calendar_id, lead_id)
        where calendar_id is not null and (state = 'running' or next_at is not null);
      drop index clock_calendar;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index clock_calendar on clock (calendar_id) where state = 'running' and calendar_id is not null;
      drop index clock_calendar_lead;
      alter table clock add column stale boolean not null default false;
      update clock set stale = true
       where state = 'running' and basis = 'working'
         and planned_revision < (select coalesce(max(revision), 0) from hours_change);
      create index clock_stale on clock (id) where stale;
      alter table clock drop column planned_revision;
      delete from clock where kind = 'replanning';
      alter table clock drop constraint clock_kind_check;
      alter table clock add constraint clock_kind_check check (kind in ('firstTouch', 'leadResponse', 'nurtureWake',
        'recycle', 'queue', 'absenceStart', 'absenceEnd', 'available'));
      drop table replanning, hours_change;
    `);
  }
}
