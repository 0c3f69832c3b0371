import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * That clients were told what happens next, and what of a form was filled in because it was known already (docs/adr/0047).
 * New columns of one value each: a large database notices nothing.
 */
export class WordToClients1798502400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table handoff
        add column prefills jsonb not null default '{}',   -- from where, by pointers, until a person saves it
        add column copied jsonb not null default '{}',     -- from handoffs of which other leads: pointers
        add column client_told_at timestamptz,       -- the first time since it was handed over
        add column client_told_note text,
        add column client_told_touch_id uuid,        -- of the lead; it may be gone by now
        add constraint handoff_client_told check (
          client_told_at is not null and started_at is not null or num_nonnulls(client_told_at, client_told_note, client_told_touch_id) = 0);
      create index handoff_copied on handoff using gin (copied) where copied <> '{}';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index handoff_copied;
      alter table handoff drop constraint handoff_client_told, drop column prefills, drop column copied,
        drop column client_told_at, drop column client_told_note, drop column client_told_touch_id;
    `);
  }
}
