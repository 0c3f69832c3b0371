import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A renewal that is won or lost says what its contract still lacks. Those that somebody has ended by hand so far say it
 * too, where their contracts say otherwise. Writes these deals alone.
 */
export class RenewalsAndTheirContracts1802000000024 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index deal_against_contract on deal (id) where contract_term is not null and contract_problem is not null;
      update deal set contract_problem = jsonb_build_object(
               'code', case stage when 'won' then 'notRenewed' else 'noNotice' end, 'pointer', null)
        from contract
       where contract.id = deal.contract_id and contract_term is not null and stage <> 'open' and ended_by is null
         and contract_problem is null and withdrawn_at is null
         and case stage when 'won' then contract_term = jsonb_array_length(terms)
                        else contract_term = jsonb_array_length(terms) and notice is null end`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index deal_against_contract;
      update deal set contract_problem = null where contract_problem->>'code' in ('notRenewed', 'noNotice')`);
  }
}
