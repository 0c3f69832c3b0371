import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Leads that are few among all are listed without reading the others. Reads all leads and clocks once for each index:
 * some seconds for a million leads, in which nobody writes to them.
 */
export class ListsOfFewLeads1802000000034 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index lead_put_away on lead (status, id) where status in ('nurturing', 'recycled', 'suppressed');
      create index lead_untouched on lead (id) where work_state = 'untouched' and status <> 'open';
      create index lead_without_policy on lead (id) where policy_id is null;
      create index clock_missed on clock (lead_id)
        where breached_at is not null and struck_breach_at is distinct from breached_at`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index lead_put_away, lead_untouched, lead_without_policy, clock_missed');
  }
}
