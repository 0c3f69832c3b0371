import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a deal sells, by which handoffs are counted. */
export class Products1799366400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table deal add column product text;
      create index deal_product on deal (product, id) where product is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index deal_product; alter table deal drop column product');
  }
}
