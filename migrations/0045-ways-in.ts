import type { MigrationInterface, QueryRunner } from 'typeorm';

/** More ways by which leads come in. Writes the one row of `settings`. */
export class WaysIn1802000000045 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table settings add column unknown_fields text not null default 'refuse'
        constraint settings_unknown_fields check (unknown_fields in ('refuse', 'attributes'));`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table settings drop column unknown_fields`);
  }
}
