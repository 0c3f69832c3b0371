import type { Migration, Runner } from './migration.js';

/**
 * What won deals make of contracts (docs/adr/0103). Deals that were won before stay as they are until they are won again:
 * nobody knows whether their contracts were told of by a program. With millions of won deals the insert takes seconds.
 */
export class ContractsOfDeals1801000000015 implements Migration {
  async up(runner: Runner): Promise<void> {
    await runner.query(`
      alter table deal
        add column contract_problem jsonb;               -- why its win has made no contract
      create index deal_contract_problem on deal (id) where contract_problem is not null;

      alter table contract
        add column withdrawn_at timestamptz,             -- the win that made it was none
        add check (withdrawn_at is null or renew_on is null and lines = '[]');

      create table won_deal (
        deal_id uuid primary key references deal,
        due_at timestamptz,              -- something has happened to it since it was looked at
        how text check (how in ('made', 'added', 'told', 'earlier')),
        contract_id uuid references contract,
        said jsonb,                      -- by the deal and its form, when that was followed last
        contract_seq int,                -- of the contract's latest event then
        check ((how in ('made', 'added', 'told')) = (contract_id is not null)),
        check ((how in ('made', 'added')) = (said is not null)),
        check ((how in ('made', 'added')) = (contract_seq is not null))
      );
      create index won_deal_due on won_deal (due_at, deal_id) where due_at is not null;
      create index won_deal_contract on won_deal (contract_id) where contract_id is not null;
      insert into won_deal (deal_id, how) select id, 'earlier' from deal where stage = 'won';
    `);
  }

  async down(runner: Runner): Promise<void> {
    await runner.query(`
      drop table won_deal;
      alter table contract drop column withdrawn_at;
      alter table deal drop column contract_problem;
    `);
  }
}
