import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A standing of a deal says until when the deal stood so, so that a forecast as of a past instant reads only what held
 * then. Rewrites the table: a second for each 100,000 standings.
 */
export class EndsOfStandings1802000000036 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table deal_standing add column until_at timestamptz; -- null for the present one
      update deal_standing set until_at = followed.at
        from (select deal_id, seq, lead(at) over (partition by deal_id order by seq) as at from deal_standing) as followed
       where (followed.deal_id, followed.seq) = (deal_standing.deal_id, deal_standing.seq) and followed.at is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table deal_standing drop column until_at');
  }
}
