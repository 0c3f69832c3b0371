import type { Migration, Runner } from './migration.js';

/** Contracts, invoices and usage as CRMs and billing tools tell of them (docs/adr/0107). */
export class FactsFromTools1801000000019 implements Migration {
  async up(runner: Runner): Promise<void> {
    await runner.query(`
      alter table crm_connection add column contracts jsonb, add column invoices jsonb, add column usage jsonb;

      -- When each was changed there last: what is older comes too late.
      create table crm_told_fact (
        connection_id uuid not null references crm_connection on delete cascade,
        kind text not null check (kind in ('contracts', 'invoices', 'usage')),
        ref text not null,
        changed_at timestamptz not null,
        primary key (connection_id, kind, ref)
      );

      -- Nodes of the former version write deals alone.
      alter table crm_oddity add column kind text not null default 'deals'
        check (kind in ('deals', 'contracts', 'invoices', 'usage'));
      create index crm_oddity_newest_of_kind on crm_oddity (connection_id, kind, id);
    `);
  }

  async down(runner: Runner): Promise<void> {
    await runner.query(`
      delete from crm_oddity where kind <> 'deals';
      drop index crm_oddity_newest_of_kind;
      alter table crm_oddity drop column kind;
      drop table crm_told_fact;
      alter table crm_connection drop column contracts, drop column invoices, drop column usage;
    `);
  }
}
