import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Mails about leads that come in within five minutes of another go out together, so the pace of a rep knows when the
 * next of them is planned, also before the first was sent.
 */
export class QuietMail1802000000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table message_pace
        alter column last_at drop not null,
        add column planned_at timestamptz    -- when the latest message about leads that came in is or was to go out`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from message_pace where last_at is null;
      alter table message_pace drop column planned_at, alter column last_at set not null`);
  }
}
