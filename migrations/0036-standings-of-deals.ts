import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A standing of a deal says until when the deal stood so, and who owned it when it was won, so that reports of money read
 * only what held at an instant. Rewrites the table: some seconds for each 100,000 standings.
 */
export class StandingsOfDeals1802000000036 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table deal_standing
        add column until_at timestamptz, -- null for the present one
        add column sold_by_rep_id uuid;  -- the owner when it was won for good; null while it is not won
      update deal_standing set until_at = stood.next, sold_by_rep_id = stood.sold_by
        from (select deal_id, seq, lead(at) over (partition by deal_id order by seq) as next,
                     case when stage = 'won' then
                       first_value(owner_rep_id) over (partition by deal_id, losses, stage = 'won' order by seq) end as sold_by
                from (select *, count(*) filter (where stage <> 'won') over (partition by deal_id order by seq) as losses
                        from deal_standing) as counted) as stood
       where (stood.deal_id, stood.seq) = (deal_standing.deal_id, deal_standing.seq);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table deal_standing drop column until_at, drop column sold_by_rep_id');
  }
}
