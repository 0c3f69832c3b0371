import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A win says for how long something is sold: a term, which may renew by itself, once, or as a pilot. Deals of before say
 * neither more nor less than they did. Checks all deals once; a large table needs nothing beforehand.
 */
export class WhatDealsAreSoldFor1802000000028 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table deal
        add column auto_renew_months int check (auto_renew_months between 1 and 120),
        add column one_off boolean not null default false,
        add column pilot_ends_on date,       -- with a term, it is converted
        add column before_win jsonb,         -- what the deal said where its win says otherwise
        add constraint deal_sold_for check (not one_off or starts_on is null and pilot_ends_on is null),
        add constraint deal_auto_renew check (auto_renew_months is null or starts_on is not null),
        add constraint deal_before_win check (before_win is null or stage = 'won');
      create index deal_pilot on deal (id) where stage = 'won' and pilot_ends_on is not null and starts_on is null;
      alter table settings
        add column term_at_win text not null default 'optional' check (term_at_win in ('optional', 'required'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table settings drop column term_at_win;
      alter table deal drop column auto_renew_months, drop column one_off, drop column pilot_ends_on, drop column before_win`);
  }
}
