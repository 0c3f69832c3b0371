import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Reports work out the facts of untouched leads when they are read (docs/adr/0063), so the team that a lead fell to has to
 * be kept with its assignment. Assignments that are there already leave it empty: theirs is in `settlement`.
 */
export class UntouchedLeads1800230400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table assignment add column if not exists team_id uuid');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table assignment drop column team_id');
  }
}
