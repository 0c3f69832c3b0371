import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A mail server that no node has any more is forgotten by when it was noted last (docs/adr/0062). */
export class NotedWays1800835200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table message_way add column noted_at timestamptz not null default now()');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table message_way drop column noted_at');
  }
}
