import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What reps are told has a place in the feed, that of its transaction, so that whoever listens goes on from one place for
 * all they hear. What was told before has none: it is read where it is listed. Nothing is rewritten; the index is made
 * while nobody can write to the table.
 */
export class ToldInTheFeed1797897600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table notification add column epoch integer not null default 0, add column xid xid8 not null default '0';
      alter table notification alter column epoch drop default, alter column xid drop default;
      create index notification_feed on notification (epoch, xid);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index notification_feed;
      alter table notification drop column epoch, drop column xid;
    `);
  }
}
