import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each built-in reason blocks: as far as nobody has said otherwise. */
const BUILT_IN = `
  update disposition_reason set blocks = 'contact' where code in ('spam', 'fake_identity', 'do_not_contact') and blocks = 'none';
  update disposition_reason set blocks = 'bad' where code = 'invalid_contact' and blocks = 'none';
  update disposition_reason set review = true where code = 'do_not_contact'`;

/**
 * Whom no lead comes from any more. Dispositions that were made before block nobody. The foreign key is checked at the end
 * of a transaction from now on, because a lead that is closed as it comes in is written with what closes it.
 */
export class Suppressions1796169600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table suppression (
        id uuid primary key,
        kind text not null check (kind in ('email', 'phone', 'domain')),
        hash text not null,              -- of the identifier: nobody learns an address here
        reason text not null,            -- the code with which later leads are closed
        disposition_id uuid references disposition,
        lead_id uuid references lead,    -- the one that was closed; null where somebody entered it by hand
        created_at timestamptz not null,
        actor_type text not null,
        actor_id uuid,
        until_at timestamptz,            -- null: for good
        lifted_at timestamptz,
        lift_reason text,
        check (lift_reason is null or lifted_at is not null),
        check ((disposition_id is null) = (lead_id is null))
      );
      create index suppression_in_force on suppression (hash) where lifted_at is null;
      create index suppression_disposition on suppression (disposition_id) where disposition_id is not null;

      alter table disposition_reason
        drop constraint disposition_reason_blocks_check,
        add constraint disposition_reason_blocks_check check (blocks in ('none', 'email', 'phone', 'contact', 'domain', 'bad')),
        add column block_for text,                        -- null: for good, but for a time where a rep says so
        add column review boolean not null default false; -- whether the owner of the queue looks at who comes back
      ${BUILT_IN};
      alter table disposition add column suppression_id uuid references suppression;
      create index disposition_kept_out on disposition (decided_at) where suppression_id is not null;
      -- Up to when the owner of the queue was told of what was kept out.
      create table suppression_digest (
        singleton boolean primary key default true check (singleton),
        told_until timestamptz not null
      );
      alter table lead alter constraint lead_disposition_id_fkey deferrable initially deferred;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table lead alter constraint lead_disposition_id_fkey not deferrable;
      drop table suppression_digest;
      alter table disposition drop column suppression_id;
      update disposition_reason set blocks = 'none';
      alter table disposition_reason
        drop column review, drop column block_for,
        drop constraint disposition_reason_blocks_check,
        add constraint disposition_reason_blocks_check check (blocks = 'none');
      drop table suppression;
    `);
  }
}
