import type { MigrationInterface, QueryRunner } from 'typeorm';
import { extend, shorten } from './lists.js';

const KIND = `'crmReports'`;

/** People are notified once of a CRM whose reports are refused. The satellite of deliveries may be missing, with its tables. */
export class RefusedReports1802000000019 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    if (await hasDeliveries(runner)) await extend(runner, 'failing_tool', 'failing_tool_kind_check', [KIND]);
  }

  async down(runner: QueryRunner): Promise<void> {
    if (!(await hasDeliveries(runner))) return;
    await runner.query(`delete from failing_tool where kind = ${KIND}`);
    await shorten(runner, 'failing_tool', 'failing_tool_kind_check', [KIND]);
  }
}

async function hasDeliveries(runner: QueryRunner): Promise<boolean> {
  const [found]: { has: boolean }[] = await runner.query(`select to_regclass('failing_tool') is not null as has`);
  return found!.has;
}
