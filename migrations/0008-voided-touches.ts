import type { MigrationInterface, QueryRunner } from 'typeorm';

const CAUSES = `'intake', 'given', 'breach', 'manual', 'queue', 'wake', 'recycle', 'absence', 'reopen'`;

/**
 * Touches that are taken back, and leads that go back to who had touched them in time after all. Adding columns without a
 * default rewrites nothing; the check reads `assignment` once.
 */
export class VoidedTouches1795910400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table touch
        add column voided_at timestamptz,
        add column void_reason text,
        add column voided_by_type text check (voided_by_type in ('key', 'rep')),
        add column voided_by uuid,
        -- What is none is no contact either.
        add constraint touch_voided check (num_nulls(voided_at, void_reason, voided_by_type, voided_by) in (0, 4)
          and (voided_at is null or not counts));
      alter table assignment
        drop constraint assignment_cause_check,
        add constraint assignment_cause_check check (cause in (${CAUSES}, 'correction'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update assignment set cause = 'manual' where cause = 'correction';
      alter table assignment
        drop constraint assignment_cause_check,
        add constraint assignment_cause_check check (cause in (${CAUSES}));
      alter table touch
        drop constraint touch_voided, drop column voided_by, drop column voided_by_type, drop column void_reason,
        drop column voided_at;
    `);
  }
}
