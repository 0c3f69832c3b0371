import type { Migration, Runner } from './migration.js';

/** What customers were invoiced for, paid and used (docs/revenue.md). */
export class InvoicesAndUsage1801000000016 implements Migration {
  async up(runner: Runner): Promise<void> {
    await runner.query(`
      create table invoice (
        id uuid primary key,
        system text not null,
        ref text not null,               -- its id there
        contract_id uuid not null references contract,
        currency text not null,          -- that of the contract
        issued_on date not null,
        amount bigint not null check (amount >= 0),     -- minor units
        payments jsonb not null,
        refunds jsonb not null,
        paid_on date,                    -- in full, and since then; null while it is not
        created_at timestamptz not null,
        updated_at timestamptz not null,
        event_seq int not null,
        unique (system, ref)
      );
      create index invoice_contract on invoice (contract_id, issued_on, id);

      create table usage_report (
        id uuid primary key,
        system text not null,
        ref text not null,
        contract_id uuid not null references contract,
        product text not null,
        from_day date not null,
        to_day date not null check (to_day >= from_day),
        quantity numeric,
        amount bigint check (amount >= 0),              -- minor units
        currency text not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        unique (system, ref),
        check (num_nonnulls(quantity, amount) > 0)
      );
      create index usage_report_contract on usage_report (contract_id, to_day, id);
    `);
  }

  async down(runner: Runner): Promise<void> {
    await runner.query('drop table usage_report, invoice');
  }
}
