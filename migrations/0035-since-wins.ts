import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What begins after a win: handoffs at delivery (docs/adr/0048). A column without a default: a large table is not written anew. */
export class SinceWins1798588800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table deal
        add column delivered_at timestamptz,
        add constraint deal_delivered check (delivered_at is null or stage = 'won') not valid;
      -- At delivery a deal is handed over once by each kind.
      create unique index handoff_of_delivery on handoff (deal_id, kind_id)
        where starts_on = 'delivery.completed' and state in ('draft', 'running');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index handoff_of_delivery;
      alter table deal drop constraint deal_delivered, drop column delivered_at;
    `);
  }
}
