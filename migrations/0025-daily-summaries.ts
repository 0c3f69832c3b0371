import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Managers are told once a day how their team fares: up to when each was told, and of which of their days.
 * Who has said before how they want to be told gets it as everybody does.
 */
export class DailySummaries1797638400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table daily_summary (
        rep_id uuid primary key references rep on delete cascade,
        told_until timestamptz not null,
        day date                         -- as their clocks show it; null: they were told of none yet
      );
      update notification_settings set body = body || '{"dailySummary": true}';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table daily_summary;
      update notification_settings set body = body - 'dailySummary';
    `);
  }
}
