import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Reports of money read what became of each line of a contract as one value. Fills it from the steps: some seconds for
 * each million of them.
 */
export class HistoriesOfArr1802000000053 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table arr_history (
        contract_id uuid not null references contract,
        account_id uuid not null references account,
        product text not null,
        currency text not null,
        begins_on date not null,         -- its first day with ARR
        -- The changes in force, by day: for each the days since 2000-01-01 in four bytes, and minor units in eight.
        steps bytea not null,
        primary key (contract_id, account_id, product)
      );
      -- Numbers hardly shrink, and taking them apart would cost more than reading them.
      alter table arr_history alter steps set storage external;
      create index arr_history_account on arr_history (account_id);
      insert into arr_history (contract_id, account_id, product, currency, begins_on, steps)
      select contract_id, account_id, product, currency, min(on_day),
             string_agg(date_send(on_day) || int8send(change), '' order by on_day)
        from (select contract_id, account_id, product, currency, on_day, sum(change)::bigint as change
                from arr_step where replaced_at is null
               group by contract_id, account_id, product, currency, on_day) as moved
       where change <> 0
       group by contract_id, account_id, product, currency;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table arr_history');
  }
}
