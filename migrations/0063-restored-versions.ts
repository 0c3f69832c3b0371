import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A version says which earlier one it restores (docs/adr/0068). What is deleted is found by an index of its own, because
 * its last name is read with every revision of the configuration. Dry runs of large changes are jobs. Large tables: the
 * index is over deletions alone.
 */
export class RestoredVersions1801008000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table resource_version add column restores integer check (restores < version);
      alter table routing_rulebook add column restores integer check (restores < version);
      create index resource_version_deleted on resource_version (kind, resource_id) where body is null;
      alter table job drop constraint job_kind_check,
        add constraint job_kind_check check (kind in ('policyDryRun', 'changeDryRun', 'bulkClosing', 'bulkUndo'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from job where kind = 'changeDryRun';
      alter table job drop constraint job_kind_check,
        add constraint job_kind_check check (kind in ('policyDryRun', 'bulkClosing', 'bulkUndo'));
      drop index resource_version_deleted;
      alter table routing_rulebook drop column restores;
      alter table resource_version drop column restores;
    `);
  }
}
