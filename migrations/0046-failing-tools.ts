import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which tools of receivers and CRMs somebody was told of that nothing reaches them, so that they are told once. New table. */
export class FailingTools1799539200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table failing_tool (
        kind text not null check (kind in ('recordConnector', 'crmConnection')),
        id uuid not null,                -- of a connector of records, or a connection of a CRM
        told_at timestamptz not null,
        primary key (kind, id)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table failing_tool');
  }
}
