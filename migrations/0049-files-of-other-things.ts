import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files are of other things than leads, and what they have made is taken back with them. */
export class FilesOfOtherThings1802000000049 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Which subjects there are, the program says.
      alter table file_import drop constraint file_import_about_check;
      alter table file_import
        add column undoer_type text,      -- who has asked for its undo
        add column undoer_id uuid;

      -- What an import has made beside leads, which name their import themselves.
      create table file_import_made (
        import_id uuid not null references file_import on delete cascade,
        kind text not null,
        id uuid not null,
        is_undone boolean not null default false,
        primary key (import_id, kind, id)
      );

      -- Ended elsewhere before it was brought along: nothing is handed over, billed or told.
      alter table deal add column brought_along boolean not null default false`);
    // An import that is being undone goes on.
    await runner.query(`
      update file_import set undoer_type = erasure.actor_type, undoer_id = erasure.actor_id
        from erasure where erasure.id = file_import.id`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table deal drop column brought_along;
      drop table file_import_made;
      delete from file_import where about <> 'leads';
      alter table file_import drop column undoer_id, drop column undoer_type,
        add constraint file_import_about_check check (about in ('leads'))`);
  }
}
