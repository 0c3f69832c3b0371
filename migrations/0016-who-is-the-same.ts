import type { MigrationInterface, QueryRunner } from 'typeorm';

/** As a new installation begins, so that what nobody has edited is what it would be. */
const PLACEHOLDERS = [
  ...['none@none.com', 'no@no.com', 'na@na.com', 'test@test.com', 'test@test.de', 'abc@abc.com', 'asdf@asdf.com'],
  ...['noemail@noemail.com', 'email@email.com', 'a@a.com', 'x@x.com', 'nobody@nowhere.com'],
  ...['noreply@', 'no-reply@', 'donotreply@', 'do-not-reply@'],
];

/**
 * Whom an address or a number identifies (docs/adr/0121). An installation of before keeps apart what its sources keep
 * apart. One row of `settings` is written; nothing else is read. The engine reads addresses and numbers anew afterwards.
 */
export class WhoIsTheSame1802000000016 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table settings
        add column duplicates text not null default 'separate'
          constraint settings_duplicates check (duplicates in ('join', 'link', 'separate')),
        add column placeholders text[] not null default '{${PLACEHOLDERS.join(',')}}',
        add column own_domains text[] not null default '{}';
      alter table settings
        alter column duplicates drop default, alter column placeholders drop default, alter column own_domains drop default;
      -- How far the addresses and numbers of before have been read anew.
      create table contact_rereading (
        singleton boolean primary key default true check (singleton),
        table_place integer not null default 0,    -- which of the tables with contacts is being read
        after_id uuid,
        changed integer not null default 0,
        same integer not null default 0,
        finished_at timestamptz
      );
      insert into contact_rereading (finished_at)
        select case when exists (select from lead) then null else now() end`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table contact_rereading');
    await runner.query(
      'alter table settings drop column duplicates, drop column placeholders, drop column own_domains',
    );
  }
}
