import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Erasures find what of a file may hold a person by hashes of the addresses and numbers in it. What was stored before
 * has none, and is not found within the seven days that it is kept; no release has stored any.
 */
export class PersonsInFiles1802000000046 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table file_import add column head_marks int[] not null default '{}';
      alter table file_import_part
        add column marks int[] not null default '{}',      -- hashes of the addresses and numbers in it, of four bytes
        add column erasures int not null default 0;        -- how often a person was taken out
      alter table file_import_refused add column marks int[] not null default '{}';
      create index file_import_head_marks on file_import using gin (head_marks);
      create index file_import_part_marks on file_import_part using gin (marks);
      create index file_import_refused_marks on file_import_refused using gin (marks)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table file_import drop column head_marks;
      alter table file_import_part drop column marks, drop column erasures;
      alter table file_import_refused drop column marks`);
  }
}
