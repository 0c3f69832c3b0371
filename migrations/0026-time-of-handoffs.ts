import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Deadlines of a kind of handoff count in working time, as all did so far, or around the clock. Rewrites no row. */
export class TimeOfHandoffs1802000000026 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table handoff_kind
        add column time text not null default 'working'
          constraint handoff_kind_time check (time in ('working', 'elapsed'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table handoff_kind drop column time');
  }
}
