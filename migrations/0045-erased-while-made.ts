import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whoever makes a record has read the form as it was: an erasure meanwhile counts here, so that nothing of it is written
 * down afterwards. A column with a constant default: a large table is not rewritten.
 */
export class ErasedWhileMade1799452800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table record add erasures integer not null default 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table record drop erasures');
  }
}
