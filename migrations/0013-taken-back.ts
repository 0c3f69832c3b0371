import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When it was taken back that a rep had been given a lead (docs/adr/0105): then it counts in no day of theirs, and in no
 * turn. Columns without a default: no table is rewritten.
 */
export class TakenBack1801000000013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table assignment add column taken_back_at timestamptz;
      update assignment set taken_back_at = credited_at where credited_at is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table assignment drop column taken_back_at');
  }
}
