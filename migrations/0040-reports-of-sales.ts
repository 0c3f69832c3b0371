import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Reports of what was sold read indexes alone, not the contracts and standings of all deals. Takes a second for each
 * 100,000 of them.
 */
export class ReportsOfSales1802000000040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index contract_deal;
      create index contract_deal on contract (deal_id) include (id, account_id) where deal_id is not null;
      -- Contracts to which other deals have added.
      create index contract_added on contract (id) where lines @? '$[*].dealId';
      create index deal_standing_present on deal_standing (deal_id) include (sold_by_rep_id, owner_rep_id)
        where until_at is null;
      create index arr_step_transfer on arr_step (contract_id) where cause = 'transfer';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index contract_deal, contract_added, deal_standing_present, arr_step_transfer;
      create index contract_deal on contract (deal_id) where deal_id is not null;
    `);
  }
}
