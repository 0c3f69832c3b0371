import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Links in messages by which something is done work once (docs/adr/0038): what was done by which, until it would be too old
 * in any case. The rows name nobody, and outlive the delivery that they were sent with.
 */
export class UsedLinks1797552000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table used_link (
        delivery_id uuid not null,
        action text not null check (action in ('reached', 'noAnswer', 'close')),
        used_at timestamptz not null,
        what text not null,              -- the kind of a touch, or the code of a reason
        expires_at timestamptz not null,
        primary key (delivery_id, action),
        check (used_at < expires_at)
      );
      create index used_link_over on used_link (expires_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table used_link');
  }
}
