import type { MigrationInterface, QueryRunner } from 'typeorm';
import { extend, shorten } from './lists.js';

const JOBS = [`'activation'`];

/** Open leads get their first promise in waves. */
export class Waves1802000000048 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await extend(runner, 'job', 'job_kind_check', JOBS);
    await runner.query(`
      create table wave_lead (
        lead_id uuid primary key references lead,
        job_id uuid not null,
        policy_id uuid,                   -- null for the first that matches
        due_at timestamptz                -- null until all leads of the job are known
      );
      create index wave_lead_due on wave_lead (due_at, lead_id) where due_at is not null;
      create index wave_lead_job on wave_lead (job_id);
      -- Open leads of which nothing is promised, however many there are besides. It reads all leads once.
      create index lead_unpromised on lead (id) where status = 'open' and cycle = 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `drop index lead_unpromised; drop table wave_lead; delete from job where kind in (${JOBS.join(', ')})`,
    );
    await shorten(runner, 'job', 'job_kind_check', JOBS);
  }
}
