import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What becomes of running promises when something changes: a grace under their deadlines, and a new version of a policy
 * for open leads. Adding columns without a default rewrites nothing.
 */
export class ChangesInFlight1795824000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table sla_policy add column grace text not null default 'PT15M';
      alter table clock
        add column grace_from timestamptz,   -- not due from then until grace_at, because a change would have made it due at once
        add column grace_at timestamptz,
        add column grace_why text,
        add constraint clock_grace check (num_nulls(grace_from, grace_at, grace_why) in (0, 3));
      alter table replanning
        add column policy_id uuid,         -- whose open leads get a version of it
        add column policy_version integer,
        add column moved integer not null default 0,   -- how many clocks are due at another time by now
        add column finished_at timestamptz,            -- kept for a while for whoever asked for the change
        add constraint replanning_policy check ((policy_id is null) = (policy_version is null));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from clock where kind = 'replanning' and id in (select id from replanning where policy_id is not null);
      delete from replanning where policy_id is not null or finished_at is not null;
      alter table replanning
        drop constraint replanning_policy, drop column finished_at, drop column moved, drop column policy_version, drop column policy_id;
      alter table clock drop constraint clock_grace, drop column grace_why, drop column grace_at, drop column grace_from;
      alter table sla_policy drop column grace;
    `);
  }
}
