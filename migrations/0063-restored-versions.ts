import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A version says which earlier one it restores (docs/adr/0068). What is deleted is found by an index of its own, because
 * its last name is read with every revision of the configuration. Large tables: the index is over deletions alone.
 */
export class RestoredVersions1800921600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table resource_version add column restores integer check (restores < version);
      alter table routing_rulebook add column restores integer check (restores < version);
      create index resource_version_deleted on resource_version (kind, resource_id) where body is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index resource_version_deleted;
      alter table routing_rulebook drop column restores;
      alter table resource_version drop column restores;
    `);
  }
}
