import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Closings say whether the attempts were made on which their reason rests. Takes a moment, whatever is stored. */
export class ClosedWithoutAttempts1802000000032 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table disposition
        add column without_attempts boolean not null default false -- its reason rests on attempts, of which some were missing`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table disposition drop column without_attempts');
  }
}
