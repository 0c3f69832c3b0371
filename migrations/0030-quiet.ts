import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Mails about leads that come in within five minutes of another go out together, so the pace of a rep knows when the
 * next of them is planned, also before the first was sent. What an act of the office brings many people is kept until
 * the act is over, and told each of them once.
 */
export class Quiet1802000000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table message_pace
        alter column last_at drop not null,
        add column planned_at timestamptz;    -- when the latest message about leads that came in is or was to go out
      create table news_of_act (
        id uuid primary key,
        act text not null,                    -- of which act: a cause, or the id of a bulk act
        rep_id uuid not null,
        type text not null,                   -- the notification that it would be by itself
        lead_id uuid not null,
        data json not null,
        quiet_until timestamptz not null,     -- the act is over if nothing more of it has come until then
        tell_by timestamptz not null          -- told then even if the act goes on
      );
      create index news_of_act_rep on news_of_act (act, rep_id);
      create index news_of_act_quiet on news_of_act (quiet_until)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table news_of_act;
      delete from message_pace where last_at is null;
      alter table message_pace drop column planned_at, alter column last_at set not null`);
  }
}
