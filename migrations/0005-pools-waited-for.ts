import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The pools for which leads wait, without reading the leads: the queue asks for them whenever somebody may be eligible. */
export class PoolsWaitedFor1795219300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index if not exists lead_waiting_pool on lead (pool_id) where waiting is not null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index lead_waiting_pool');
  }
}
