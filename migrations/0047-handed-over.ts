import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which deals are won and not handed over is asked often, of many that are: each says so itself, with an index. One that
 * is opened again has another handoff, a draft.
 */
export class HandedOver1799625600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table deal add column handed_over boolean not null default false;
      update deal set handed_over = true
       where exists (select from handoff where deal_id = deal.id and starts_on = 'deal.won' and state in ('running', 'done'))
         and not exists (select from handoff where deal_id = deal.id and starts_on = 'deal.won' and state = 'draft');
      create index deal_missing_handoff on deal (id) where stage = 'won' and not handed_over;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index deal_missing_handoff; alter table deal drop column handed_over');
  }
}
