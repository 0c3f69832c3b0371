import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Wins are found by their day, so that those without a deal are counted without reading the leads of years. Takes a second
 * for each million milestones. Actions on the diagnosis remember that their day was told.
 */
export class WinsAndReminders1802000000041 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index milestone_won on milestone (occurred_at, lead_id) where name = 'won' and reversed_at is null;
      -- When whoever is to do it was reminded that it is due.
      alter table diagnosis_action add column reminded_at timestamptz`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index milestone_won; alter table diagnosis_action drop column reminded_at');
  }
}
