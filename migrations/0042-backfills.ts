import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts that were there before a kind of handoff was get theirs by and by (docs/adr/0055). New tables. */
export class Backfills1799193600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table handoff_backfill (
        id uuid primary key,
        kind_id uuid not null,           -- stays when the kind is deleted
        per_week integer not null check (per_week > 0),
        more boolean not null,           -- whether it was asked for accounts of which it has not taken all
        created_at timestamptz not null,
        called_off_at timestamptz
      );
      create table handoff_backfill_account (
        backfill_id uuid not null references handoff_backfill,
        account_id uuid not null references account,
        begins_at timestamptz,
        handoff_id uuid references handoff,
        passed_over text,                -- why nothing begins
        primary key (backfill_id, account_id),
        check (handoff_id is null or passed_over is null),
        check (begins_at is not null or passed_over is not null)
      );
      create index handoff_backfill_due on handoff_backfill_account (begins_at, backfill_id, account_id)
        where handoff_id is null and passed_over is null;
      create index handoff_backfill_waiting on handoff_backfill_account (account_id)
        where handoff_id is null and passed_over is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table handoff_backfill_account; drop table handoff_backfill');
  }
}
