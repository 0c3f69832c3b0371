import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Policies may let a form of an open lead's person begin a new cycle. Those so far keep what they say. */
export class NewDemand1802000000022 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await allow(runner, ['renew', 'keep', 'restart']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`update sla_policy set on_inquiry = 'keep' where on_inquiry = 'renew'`);
    await allow(runner, ['keep', 'restart']);
  }
}

async function allow(runner: QueryRunner, values: readonly string[]): Promise<void> {
  await runner.query('alter table sla_policy drop constraint sla_policy_on_inquiry_check');
  await runner.query(
    `alter table sla_policy add constraint sla_policy_on_inquiry_check check (on_inquiry in ('${values.join("', '")}'))`,
  );
}
