import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Erasures of persons (docs/adr/0030). New columns without a default rewrite nothing, and what is checked of a lead holds of
 * all there are, so it is not looked for (`not valid`): the table is locked for a moment. The index is empty, but to make
 * it every lead is read once: of many millions create it `concurrently` beforehand.
 */
export class Erasures1796428800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table erasure (
        id uuid primary key,
        asked_by text not null check (asked_by in ('email', 'phone', 'leadId')),   -- by what, never which
        reason text not null,
        made_at timestamptz not null,
        actor_type text not null,
        actor_id uuid,
        finished_at timestamptz,         -- null: it is being done, or was cut off
        erased jsonb not null default '{}',             -- how many rows held something, by what it was
        suppressions_kept integer not null default 0
      );
      alter table lead
        add column erased_at timestamptz,
        add column erasure_id uuid,
        add constraint lead_erasure_id_fkey foreign key (erasure_id) references erasure not valid,
        add constraint lead_erased check ((erased_at is null) = (erasure_id is null)) not valid,
        -- Nobody works on it, it does not come back, and nothing in it says whose it was.
        add constraint lead_erased_for_good check (erased_at is null or (
          status not in ('open', 'nurturing', 'recycled')
          and contact::text = '{}' and num_nonnulls(message, landing_page, refs, company, attributes, click_ids, consent,
            email_key, phone_key) = 0)) not valid;
      create index if not exists lead_erasure on lead (erasure_id, id) where erasure_id is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index lead_erasure;
      alter table lead
        drop constraint lead_erased_for_good, drop constraint lead_erased, drop constraint lead_erasure_id_fkey,
        drop column erasure_id, drop column erased_at;
      drop table erasure;
    `);
  }
}
