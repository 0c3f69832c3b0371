import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which sources have fallen silent, and since when, so that people are told once (docs/adr/0091). */
export class Sources1802000000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table source_silence (
        source_id uuid primary key references source on delete cascade,
        silent_since timestamptz not null
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table source_silence');
  }
}
