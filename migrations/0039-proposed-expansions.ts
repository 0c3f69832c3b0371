import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sales without a contract keep what their deliveries have proposed. Takes a moment, whatever is stored. */
export class ProposedExpansions1802000000039 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table won_deal
        add column proposals jsonb not null default '[]', -- expansions that its delivery proposes, with their answers
        add column reasons jsonb not null default '{}';   -- why, by the numbers of the events of the deal
      create index won_deal_proposals_open on won_deal (deal_id) where proposals @> '[{"state": "open"}]'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table won_deal drop column proposals, drop column reasons');
  }
}
