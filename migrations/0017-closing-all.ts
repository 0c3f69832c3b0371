import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Closings of any number of leads: what was asked, and each going through their leads, with what is left of it. New
 * columns have no default and new tables are empty but for a row for each closing there was, so nothing is rewritten;
 * nodes of the former version go on beside it. Only the index of dispositions takes long where there are millions: make it
 * beforehand (create index concurrently disposition_bulk_lead on disposition (bulk_id, lead_id) where bulk_id is not null).
 */
export class ClosingAll1796688000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table bulk_closing
        add column category text,        -- null of what a node of the former version makes while it stops
        add column reason text,
        add column filter jsonb;         -- by which the leads were found; null where they were named

      create index if not exists disposition_bulk_lead on disposition (bulk_id, lead_id) where bulk_id is not null;
      drop index disposition_bulk;

      update bulk_closing set category = given.category, reason = given.reason
        from (select distinct on (bulk_id) bulk_id, category, reason from disposition
               where bulk_id is not null order by bulk_id, lead_id) as given
       where given.bulk_id = bulk_closing.id;

      -- Leads are gone through: to be closed, or to be opened again. That of a closing has its id, that of a job the job's.
      create table bulk_run (
        id uuid primary key,
        bulk_id uuid not null references bulk_closing,
        kind text not null check (kind in ('close', 'undo')),
        is_job boolean not null,
        actor_type text not null,
        actor_id uuid,
        begun_at timestamptz not null,
        ended_at timestamptz,            -- also where it was cancelled: then not all that were found are counted
        found integer not null default 0 check (found >= 0),
        done integer not null default 0 check (done >= 0),
        skipped jsonb not null default '{}',   -- of how many leads nothing was done, by why
        constraint bulk_run_close check ((kind = 'close') = (id = bulk_id))
      );
      create index bulk_run_bulk on bulk_run (bulk_id, id);
      -- Two jobs never go through the leads of one closing at once.
      create unique index bulk_run_job on bulk_run (bulk_id) where ended_at is null and is_job;
      create index bulk_run_open on bulk_run (id) where ended_at is null;

      -- Those that are still to come. Nothing is kept of them: what became of each stands with the lead.
      create table bulk_lead (
        run_id uuid not null references bulk_run,
        lead_id uuid not null,
        primary key (run_id, lead_id)
      );

      insert into bulk_run (id, bulk_id, kind, is_job, actor_type, actor_id, begun_at, ended_at, found, done)
        select id, id, 'close', false, actor_type, actor_id, made_at, made_at, given.leads, given.leads
          from bulk_closing
          join lateral (select count(*) as leads from disposition where bulk_id = bulk_closing.id) as given on true;

      alter table job drop constraint job_kind_check,
        add constraint job_kind_check check (kind in ('policyDryRun', 'bulkClosing', 'bulkUndo'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from job where kind in ('bulkClosing', 'bulkUndo');
      alter table job drop constraint job_kind_check, add constraint job_kind_check check (kind in ('policyDryRun'));
      drop table bulk_lead, bulk_run;
      create index disposition_bulk on disposition (bulk_id) where bulk_id is not null;
      drop index disposition_bulk_lead;
      alter table bulk_closing drop column category, drop column reason, drop column filter;
    `);
  }
}
