import type { MigrationInterface, QueryRunner } from 'typeorm';

const CAUSES = `'intake', 'given', 'breach', 'manual', 'queue', 'wake', 'recycle', 'absence', 'reopen', 'correction'`;

/** Leads whose moves were undone went back by a cause of its own. What was undone before is told as it was then: by hand. */
export class UndoneMoves1798156800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table assignment
        drop constraint assignment_cause_check,
        add constraint assignment_cause_check check (cause in (${CAUSES}, 'undone'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update assignment set cause = 'manual' where cause = 'undone';
      alter table assignment
        drop constraint assignment_cause_check,
        add constraint assignment_cause_check check (cause in (${CAUSES}));
    `);
  }
}
