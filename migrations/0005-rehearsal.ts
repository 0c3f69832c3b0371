import type { MigrationInterface, QueryRunner } from 'typeorm';
import { extend, shorten } from './lists.js';

const JOB = `'policyDryRun'`;

/** Dry runs of policies are jobs. */
export class Rehearsal1801000000005 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return extend(runner, 'job', 'job_kind_check', [JOB]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from job where kind = ${JOB}`);
    await shorten(runner, 'job', 'job_kind_check', [JOB]);
  }
}
