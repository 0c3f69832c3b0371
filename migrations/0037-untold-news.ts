import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a rep has not been told of a lead yet is found whenever that lead moves on. */
export class UntoldNews1802000000037 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index news_of_act_lead on news_of_act (lead_id, rep_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index news_of_act_lead');
  }
}
