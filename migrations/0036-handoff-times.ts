import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Working time that promises about handoffs took, counted when they were kept, so that reports of a month stay as they
 * were whatever becomes of calendars and absences (docs/adr/0049). A new table, and an index that a large database makes
 * in moments: handoffs are few beside leads.
 */
export class HandoffTimes1798675200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table handoff_time (
        id uuid primary key,             -- of the clock; of the handoff itself for all the time that it ran
        handoff_id uuid not null references handoff,
        working_ms double precision not null check (working_ms >= 0)
      );
      create index handoff_started on handoff (started_at) where started_at is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index handoff_started; drop table handoff_time');
  }
}
