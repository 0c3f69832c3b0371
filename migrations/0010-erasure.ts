import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Erasures of persons (docs/adr/0030). */
export class Erasure1802000000010 implements MigrationInterface {
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
        add column erasure_id uuid references erasure,
        add constraint lead_erased check ((erased_at is null) = (erasure_id is null)),
        -- Nobody works on an erased lead, it does not come back, and nothing in it says whose it was.
        add constraint lead_erased_for_good check (erased_at is null or (
          status not in ('open', 'nurturing', 'recycled')
          and contact::text = '{}' and num_nonnulls(message, landing_page, refs, company, attributes, click_ids, consent,
            email_key, phone_key) = 0));
      create index lead_erasure on lead (erasure_id, id) where erasure_id is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table lead drop constraint lead_erased_for_good, drop constraint lead_erased, drop column erasure_id;
      drop table erasure;
    `);
  }
}
