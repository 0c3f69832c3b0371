import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What platforms are told leaves in the order in which it happened. Of a day that waits behind a platform that is down, each
 * batch went through all that is due to find its first two thousand. On a large table the index can be made beforehand,
 * with `concurrently`.
 */
export class Backlogs1796860800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index if not exists feedback_delivery_next on feedback_delivery (destination_id, event_at)
        where state in ('pending', 'leased') and not is_shadow;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index feedback_delivery_next');
  }
}
