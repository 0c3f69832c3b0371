import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Since when a CRM could not be told of a deal, whatever has happened to that since; and small indexes, of what failed
 * alone, by which a look each minute finds tools that nothing reaches.
 */
export class WhatReachesNothing1799712000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table crm_readiness add column failing_since timestamptz;
      update crm_readiness set failing_since = begun_at where failure is not null and state <> 'told';
      create index crm_readiness_failing on crm_readiness (connection_id) where failing_since is not null;
      create index record_failed on record (connector_id) where state = 'failed';
      create index record_update_failed on record_update (connector_id) where state = 'failed';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index record_update_failed, record_failed, crm_readiness_failing;
      alter table crm_readiness drop column failing_since;
    `);
  }
}
