import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A queue may promise that leads leave it within a time. What waits in a named queue has a row from then on, from the
 * instant at which it began to wait. Reads the leads that wait, by an index, and writes a row for each of them.
 */
export class PromisesOfQueues1802000000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table queue add column within text;
      create table queue_stay (          -- the leads in named queues, without test leads
        lead_id uuid primary key references lead,
        queue_id uuid not null,
        since_at timestamptz not null,   -- when it came into this queue
        overdue_at timestamptz,          -- when the promise of the queue was found missed; null: not so far
        check (overdue_at >= since_at)
      );
      -- Few rows: a lead leaves with its place in the queue. The oldest of a queue is the first whose time is over.
      create index queue_stay_next on queue_stay (queue_id, since_at, lead_id) where overdue_at is null;
      create index queue_stay_overdue on queue_stay (queue_id) where overdue_at is not null;
      insert into queue_stay (lead_id, queue_id, since_at)
      select id, queue_id, waiting_since from lead where waiting is not null and queue_id is not null and not test`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table queue_stay;
      alter table queue drop column within`);
  }
}
