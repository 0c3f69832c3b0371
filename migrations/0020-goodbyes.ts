import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A touch says whether the person only said goodbye. Those so far did not; no row is written. */
export class Goodbyes1802000000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table touch add column goodbye boolean not null default false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table touch drop column goodbye');
  }
}
