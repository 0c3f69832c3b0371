import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An account is a customer by its won deals, and a former one once they have ended: what it was told to be is kept, and the
 * day from which that is worked out anew. Accounts that have won deals already are worked out by the next look. Whoever
 * accepts a handoff has a role beside the salesperson: who looks after the account since then is a column of its own,
 * which is derived. Large tables of accounts are written anew once.
 */
export class WhatAccountsAre1801267200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table account
        drop constraint account_type_check,
        add constraint account_type_check check (type in ('prospect', 'customer', 'former', 'partner', 'competitor')),
        add column told_type text,
        add constraint account_told_type check (told_type in ('prospect', 'customer', 'former')),
        add column reckon_on date,
        add column sales_rep_id uuid references rep,
        add column manager_rep_id uuid references rep,
        add column delivery_rep_id uuid references rep,
        add column keeper_rep_id uuid generated always as (coalesce(manager_rep_id, owner_rep_id)) stored;
      update account set reckon_on = '1970-01-01'
       where type in ('prospect', 'customer') and id in (select account_id from deal where stage = 'won');
      create index account_keeper on account (keeper_rep_id, id) where keeper_rep_id is not null;
      create index account_sales on account (sales_rep_id, id) where sales_rep_id is not null;
      create index account_delivery on account (delivery_rep_id, id) where delivery_rep_id is not null;
      create index account_reckoned on account (reckon_on, id) where reckon_on is not null;
      alter table handoff_kind
        add column account_role text not null default 'manager'
          constraint handoff_kind_account_role check (account_role in ('sales', 'manager', 'delivery'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table handoff_kind drop column account_role;
      update account set type = 'customer' where type = 'former';
      alter table account
        drop column keeper_rep_id, drop column sales_rep_id, drop column manager_rep_id, drop column delivery_rep_id,
        drop column reckon_on, drop column told_type,
        drop constraint account_type_check,
        add constraint account_type_check check (type in ('prospect', 'customer', 'partner', 'competitor'));
    `);
  }
}
