import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A miss that was nobody's fault is struck (docs/adr/0067): its clock says when, and why, where a person gave a reason.
 * Reports keep it in the code of what became of a promise: 6 for a miss that is struck, and 8 more for each promise of
 * which one was. New columns without a default and checks that are not validated read no large table.
 */
export class StruckMisses1800921600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table clock
        add column struck_miss_at timestamptz,
        add column strike_reason text,
        add constraint clock_strike_reason check (strike_reason is null or struck_miss_at is not null) not valid;
      alter table promise
        drop constraint promise_verdict_check,
        add constraint promise_verdict_check check (verdict between 0 and 14) not valid;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update promise set verdict = case verdict & 7 when 6 then 2 else verdict & 7 end where verdict > 5;
      alter table promise
        drop constraint promise_verdict_check,
        add constraint promise_verdict_check check (verdict between 0 and 5) not valid;
      alter table clock drop constraint clock_strike_reason, drop column strike_reason, drop column struck_miss_at;
    `);
  }
}
