import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The amount of every deal is that of its whole term. Renewals of contracts had the ARR instead: they are marked, and a
 * sweep changes them with the usual events, so that CRMs learn of it. Accounts with contracts are customers by them, and
 * CRMs were told that wins without a handoff are ready: both are looked at once more. Writes the renewals of contracts,
 * and the accounts that have contracts.
 */
export class AmountsOfWholeTerms1802000000029 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table deal add column amount_is_yearly boolean not null default false;  -- not of the whole term yet
      update deal set amount_is_yearly = true where contract_term is not null and amount is not null;
      create index deal_amount_is_yearly on deal (id) where amount_is_yearly;
      update account set reckon_on = current_date
       where type in ('prospect', 'customer', 'former')
         and exists (select from contract where contract.account_id = account.id and withdrawn_at is null);
      update crm_readiness
         set state = 'waiting', wish = wish + 1, attempts = 0, begun_at = now(), due_at = now(), ended_at = null, failure = null
        from deal
       where deal.id = crm_readiness.deal_id and crm_readiness.state <> 'waiting' and told_ready
         and deal.stage = 'won' and not deal.handed_over and deal.type <> 'renewal'
         and not exists (select from handoff
                          where handoff.deal_id = deal.id and handoff.starts_on = 'deal.won' and handoff.state <> 'cancelled')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table deal drop column amount_is_yearly');
  }
}
