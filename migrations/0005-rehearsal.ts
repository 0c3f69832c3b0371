import type { MigrationInterface, QueryRunner } from 'typeorm';
import { extend, shorten } from './lists.js';

const JOBS = [`'policyDryRun'`, `'routingReplay'`];

/** Dry runs of policies and replays of routing are jobs. */
export class Rehearsal1802000000005 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return extend(runner, 'job', 'job_kind_check', JOBS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from job where kind in (${JOBS.join(', ')})`);
    await shorten(runner, 'job', 'job_kind_check', JOBS);
  }
}
