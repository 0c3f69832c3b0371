import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What begins after a win: handoffs at delivery and before a renewal (docs/adr/0048). Columns without defaults: no large table is written anew. */
export class SinceWins1798588800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table deal
        add column delivered_at timestamptz,
        add constraint deal_delivered check (delivered_at is null or stage = 'won') not valid;
      -- At delivery a deal is handed over once by each kind.
      create unique index handoff_of_delivery on handoff (deal_id, kind_id)
        where starts_on = 'delivery.completed' and state in ('draft', 'running');

      -- No renewal has begun before there was this: the check looks at no row.
      alter table handoff
        add column renews_on date,       -- the last day for notice, or of the term where none is agreed
        add column cancel_reason text,   -- in the words of whoever called it off
        add constraint handoff_cancel_reason check (cancel_reason is null or state = 'cancelled') not valid,
        add constraint handoff_renews check ((renews_on is not null) = (starts_on = 'renewal.due')) not valid;
      create unique index handoff_of_renewal on handoff (deal_id, kind_id) where starts_on = 'renewal.due' and state = 'draft';
      -- On a large table build the same index concurrently beforehand.
      create index if not exists deal_renewal on deal ((ends_on - coalesce(notice_days, 0)), id) where stage = 'won' and ends_on is not null;
      create table renewal_look (
        kind_id uuid primary key,        -- stays when the kind is deleted
        through date not null            -- of all last days up to this one what is due has begun
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table renewal_look;
      drop index deal_renewal, handoff_of_renewal, handoff_of_delivery;
      alter table handoff drop constraint handoff_renews, drop constraint handoff_cancel_reason, drop column renews_on, drop column cancel_reason;
      alter table deal drop constraint deal_delivered, drop column delivered_at;
    `);
  }
}
