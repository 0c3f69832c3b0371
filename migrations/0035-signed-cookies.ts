import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Cookies are signed, so that an invented one is refused without a query (docs/adr/0133). Sessions from before have no
 * signature: people log in again. Takes a moment, whatever is stored.
 */
export class SignedCookies1802000000035 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table signing_key (
        secret uuid primary key -- the same for all nodes
      );
      insert into signing_key (secret) values (gen_random_uuid());
      delete from session;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('delete from session; drop table signing_key');
  }
}
