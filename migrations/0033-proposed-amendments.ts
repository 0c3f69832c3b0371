import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Contracts keep the amendments that deliveries have proposed. Takes a moment, whatever is stored. */
export class ProposedAmendments1802000000033 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table contract
        add column proposals jsonb not null default '[]'; -- amendments that deliveries propose, with their answers
      create index contract_proposals_open on contract (id) where proposals @> '[{"state": "open"}]'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table contract drop column proposals');
  }
}
