import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Records are brought up to date when a form is amended after they were made (docs/adr/0053), and one that waits for
 * something says since when. A new table, and columns without a default: a large database notices nothing.
 */
export class RecordUpdates1799020800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table record_connector add update jsonb;

      alter table record add waits_since timestamptz;   -- for something that its request asks for; null: for nothing
      alter table record add check (waits_since is null or state = 'pending');

      create table record_update (
        record_id uuid primary key references record on delete cascade,
        connector_id uuid not null,       -- stays when the connector is deleted
        state text not null check (state in ('current', 'pending', 'failed')),
        wanted_version integer not null,  -- of the form: what the record is to say
        written_version integer,          -- what it says, but for what somebody has changed there; null: nobody knows
        fields jsonb not null,            -- digests of what was last written, and of what its tool showed then
        failure text,
        attempts integer not null,
        waits_since timestamptz,
        begun_at timestamptz not null,
        due_at timestamptz,
        check ((state = 'pending') = (due_at is not null)),
        check (waits_since is null or state = 'pending'),
        check (state <> 'failed' or failure is not null)
      );
      create index record_update_due on record_update (connector_id, due_at) where state = 'pending';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table record_update;
      alter table record drop waits_since;
      alter table record_connector drop update;
    `);
  }
}
