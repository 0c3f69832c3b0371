import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A test lead goes to a pool of its own and counts nowhere (docs/adr/0039): not in what somebody has or got, and never as
 * the lead that it tries out, though it has the same id of the same source. On a large table the unique index is what
 * takes long; it can be made beforehand, with `concurrently`, by its new name. To go back, no test may have the id of
 * another lead.
 */
export class TestLeads1797724800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table settings add column test_pool_id uuid references pool;

      create unique index if not exists lead_external_key on lead (source_key, external_id, test)
        where external_id is not null;
      drop index lead_external_id;
      create index lead_waiting_test on lead (pool_id) where waiting is not null and test;

      alter table assignment add column test boolean not null default false;
      update assignment set test = true from lead where lead.id = assignment.lead_id and lead.test;
      ${changeLoads('-')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${changeLoads('+')}
      alter table assignment drop column test;
      drop index lead_waiting_test;
      create unique index lead_external_id on lead (source_key, external_id) where external_id is not null;
      drop index lead_external_key;
      alter table settings drop column test_pool_id;
    `);
  }
}

/** Takes test leads out of what reps are counted to have, or puts them back. */
const changeLoads = (sign: '-' | '+') => `
  update rep_load set open = rep_load.open ${sign} tests.open, untouched = rep_load.untouched ${sign} tests.untouched
    from (select owner_id, count(*)::int as open, (count(*) filter (where work_state = 'untouched'))::int as untouched
            from lead where test and status = 'open' and owner_id is not null group by owner_id) as tests
   where rep_load.rep_id = tests.owner_id;`;
