import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A renewal is talked about before the last day for notice, whether the contract renews by itself or not; at the earliest
 * with half of the term left; and not at all for terms under six months that renew by themselves. Writes contracts that
 * wait for a deal. Deals that there are keep their days.
 */
export class TalksBeforeNotice1802000000027 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table contract
        add column talk_by date,         -- the last day for notice of a term that a deal is made for
        add column talk_from date;       -- no deal before half of the term is left
      update contract set talk_by = term.ends_on - notice_days,
                          talk_from = term.ends_on - notice_days - (term.ends_on - term.starts_on + 2) / 2
        from (select id, (terms->-1->>'startsOn')::date as starts_on, (terms->-1->>'endsOn')::date as ends_on
                from contract) as term
       where term.id = contract.id and renewal_by is not null
         and (auto_renew_months is null or (term.starts_on + interval '6 months')::date <= term.ends_on + 1);
      drop index contract_renewal;
      create index contract_talk on contract (talk_by, id) where renewal_by is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index contract_talk;
      create index contract_renewal on contract (renewal_by, id) where renewal_by is not null;
      alter table contract drop column talk_by, drop column talk_from`);
  }
}
