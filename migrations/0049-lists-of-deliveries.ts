import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * By which deliveries are listed: all, those of a rep, and what came to nothing. On a table of millions they take seconds
 * each, for which nothing is written into it; they can be made beforehand, with `concurrently`. In a migration of their own:
 * no other lock is taken or waited for while they are made.
 */
export class ListsOfDeliveries1799798400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index if not exists delivery_newest on delivery (turn);
      create index if not exists delivery_rep on delivery (rep_id, turn) where rep_id is not null;
      create index if not exists delivery_in_vain on delivery (turn) where state in ('failed', 'withdrawn', 'unsent');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index delivery_in_vain, delivery_rep, delivery_newest');
  }
}
