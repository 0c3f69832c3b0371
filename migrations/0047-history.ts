import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables with the cycles of leads. Those that leads are brought along with have the number 0. */
const WITH_CYCLES = ['lead', 'response', 'conclusion'];

/** Files bring leads along with their past. The checks of cycles read their tables once, without keeping writers out. */
export class History1802000000047 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await checkCycles(runner, 'cycle >= 0');
    await runner.query(`
      alter table file_import drop constraint file_import_mode_check, drop constraint file_import_state_check;
      alter table file_import
        add constraint file_import_mode_check check (mode in ('live', 'history', 'byAge')),
        add constraint file_import_state_check
          check (state in ('uploading', 'mapping', 'rehearsed', 'running', 'done', 'cancelled', 'undone', 'failed')),
        add column is_undoing boolean not null default false, -- whether it takes back what it has made
        add column undone int not null default 0,
        add column kept int not null default 0;
      alter table erasure drop constraint erasure_asked_by_check,
        add constraint erasure_asked_by_check check (asked_by in ('email', 'phone', 'leadId', 'import'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table erasure drop constraint erasure_asked_by_check,
        add constraint erasure_asked_by_check check (asked_by in ('email', 'phone', 'leadId'));
      alter table file_import drop column kept, drop column undone, drop column is_undoing,
        drop constraint file_import_mode_check, drop constraint file_import_state_check;
      alter table file_import
        add constraint file_import_mode_check check (mode in ('live')),
        add constraint file_import_state_check
          check (state in ('uploading', 'mapping', 'rehearsed', 'running', 'done', 'cancelled', 'failed'))`);
    await checkCycles(runner, 'cycle > 0');
  }
}

async function checkCycles(runner: QueryRunner, check: string): Promise<void> {
  for (const table of WITH_CYCLES) {
    await runner.query(`alter table ${table} drop constraint ${table}_cycle_check`);
    await runner.query(`alter table ${table} add constraint ${table}_cycle_check check (${check}) not valid`);
    await runner.query(`alter table ${table} validate constraint ${table}_cycle_check`);
  }
}
