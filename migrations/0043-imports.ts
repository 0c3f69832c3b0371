import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Leads come from files. The index of leads by their import reads all leads once: some seconds for a million, in which
 * nobody writes to them.
 */
export class Imports1802000000043 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table file_import (
        id uuid primary key,
        name text not null,
        about text not null check (about in ('leads')),
        mode text not null check (mode in ('live')),
        source text,
        state text not null
          check (state in ('uploading', 'mapping', 'rehearsed', 'running', 'done', 'cancelled', 'failed')),
        is_rehearsal boolean not null default false, -- whether it only finds out what would become of the rows
        actor_type text not null,
        actor_id uuid,
        key_id uuid not null,
        created_at timestamptz not null,
        upload_id uuid,                   -- of the file that is there, or is arriving
        uploaded_at timestamptz,
        begun_at timestamptz,             -- the latest rehearsal, or the import itself
        finished_at timestamptz,
        file_ended_at timestamptz,        -- when the file and its refused rows were deleted
        mapping jsonb,
        file_form jsonb,                  -- the encoding, the separator and the names of the columns
        head bytea,                       -- sealed: the first values of each column, and where it may go
        rows int not null default 0,
        done int not null default 0,
        created int not null default 0,
        joined int not null default 0,
        unchanged int not null default 0,
        rejected int not null default 0,
        older int not null default 0,
        newer int not null default 0,
        attempts int not null default 0,
        taken_by uuid,
        taken_until timestamptz,
        error text,
        check (done <= rows),
        check (done = created + joined + unchanged + rejected),
        check (state <> 'done' or done = rows),
        check (not is_rehearsal or state in ('running', 'failed')),
        check (state <> 'running' or begun_at is not null)
      );
      create index file_import_running on file_import (begun_at, id) where state = 'running';
      create index file_import_with_file on file_import (uploaded_at) where uploaded_at is not null and file_ended_at is null;

      -- The rows of a file, each sealed part with at most 1,000, so that any node goes on where another stopped.
      create table file_import_part (
        import_id uuid not null references file_import on delete cascade,
        upload_id uuid not null,
        from_row int not null,
        rows int not null,
        sealed bytea not null,
        ids_from uuid,                    -- from which its leads get their ids, also when it is taken again
        primary key (import_id, upload_id, from_row)
      );
      alter table file_import_part alter column sealed set storage external;

      create table file_import_refused (
        import_id uuid not null references file_import on delete cascade,
        from_row int not null,
        rows int not null,
        sealed bytea not null,
        primary key (import_id, from_row)
      );
      alter table file_import_refused alter column sealed set storage external;

      alter table lead add column import_id uuid;
      create index lead_import on lead (import_id, id) where import_id is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table lead drop column import_id;
      drop table file_import_refused, file_import_part, file_import`);
  }
}
