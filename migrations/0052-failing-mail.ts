import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The mail server is among what somebody is told of when nothing reaches it. A short lock on a table of a few rows. */
export class FailingMail1800057600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table failing_tool drop constraint failing_tool_kind_check,
        add constraint failing_tool_kind_check check (kind in ('recordConnector', 'crmConnection', 'mailServer'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from failing_tool where kind = 'mailServer';
      alter table failing_tool drop constraint failing_tool_kind_check,
        add constraint failing_tool_kind_check check (kind in ('recordConnector', 'crmConnection'));
    `);
  }
}
