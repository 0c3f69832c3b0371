import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who asks whether a reason was ever given, or a rep ever touched a lead, does so while all work on leads waits for the
 * change of configuration, and would go through all there ever were. In the order of the leads, the first of them also
 * leads through a list of those that were closed with a reason.
 *
 * Where the tables are large, the indexes can be made beforehand, by these names, with `create index concurrently`.
 */
export class ReasonsGiven1795219200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index if not exists disposition_reason_given on disposition (lower(reason), lead_id);
      create index if not exists touch_rep on touch (rep_id) where rep_id is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index disposition_reason_given, touch_rep');
  }
}
