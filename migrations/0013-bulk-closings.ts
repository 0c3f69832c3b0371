import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Closings of many leads at once, which can be undone for a while. A new column without a default rewrites nothing. */
export class BulkClosings1796342400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table bulk_closing (
        id uuid primary key,
        made_at timestamptz not null,
        actor_type text not null,
        actor_id uuid
      );
      alter table disposition add column bulk_id uuid references bulk_closing;
      create index disposition_bulk on disposition (bulk_id) where bulk_id is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table disposition drop column bulk_id;
      drop table bulk_closing;
    `);
  }
}
