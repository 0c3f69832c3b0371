import type { Migration, Runner } from './migration.js';

/**
 * Renewals of contracts are deals, made once for each term (docs/adr/0102). On a large `deal` the indexes take seconds,
 * in which deals are not written.
 */
export class RenewalDeals1801000000014 implements Migration {
  async up(runner: Runner): Promise<void> {
    await runner.query(`
      alter table settings add column renewal_lead text not null default 'P120D';
      alter table settings alter column renewal_lead drop default;

      alter table deal
        add column contract_id uuid references contract,         -- that it is about
        add column contract_term int check (contract_term > 0),  -- that it renews, counted from 1
        add column last_day_for_notice date,                     -- of that term
        add column ended_by text check (ended_by in ('renewed', 'auto', 'notice', 'ended', 'withdrawn')),
        add column churn_reason text,                            -- of the notice
        add constraint deal_renews check (
          (contract_term is null) = (last_day_for_notice is null)
          and (contract_term is null or contract_id is not null and type = 'renewal')),
        add constraint deal_ended_by check (
          ended_by is null
          or contract_term is not null and stage = case when ended_by in ('renewed', 'auto') then 'won' else 'lost' end),
        add constraint deal_churned check ((churn_reason is not null) = (ended_by is not null and ended_by = 'notice'));
      create unique index deal_of_term on deal (contract_id, contract_term) where contract_term is not null;
      create index deal_contract on deal (contract_id, id) where contract_id is not null;
      create index deal_open_renewal on deal (last_day_for_notice, id) where stage = 'open' and contract_term is not null;

      alter table contract add column renewal_by date;           -- the last day to decide on a renewal that has no deal yet
      create index contract_renewal on contract (renewal_by, id) where renewal_by is not null;
      -- Those that have nothing to renew are seen to have none when their time comes.
      update contract set renewal_by = ends_on - case when auto_renew_months is null then 0 else notice_days end
       where notice is null and ends_on is not null;
    `);
  }

  async down(runner: Runner): Promise<void> {
    await runner.query(`
      alter table contract drop column renewal_by;
      alter table deal
        drop constraint deal_churned, drop constraint deal_ended_by, drop constraint deal_renews,
        drop column churn_reason, drop column ended_by, drop column last_day_for_notice, drop column contract_term,
        drop column contract_id;
      alter table settings drop column renewal_lead;
    `);
  }
}
