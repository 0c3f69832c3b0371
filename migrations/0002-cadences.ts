import type { MigrationInterface, QueryRunner } from 'typeorm';

const LEAD_KINDS = `'firstTouch', 'leadResponse', 'followUp', 'decide', 'nurtureWake', 'recycle'`;
const FORMER_LEAD_KINDS = `'firstTouch', 'leadResponse', 'nurtureWake', 'recycle'`;
const OTHER_KINDS = `'queue', 'absenceStart', 'absenceEnd', 'available', 'departure', 'replanning'`;

/**
 * What is promised after the first touch: the steps of a cadence, and that somebody decides. Adding columns and checks
 * reads `clock` once and rewrites nothing; with tens of millions of clocks that holds up all work for some seconds.
 */
export class Cadences1795392000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table sla_policy
        add column follow_up jsonb, add column decide_within jsonb, add column unreachable jsonb;
      -- The touches that prove that nobody can be reached; null where somebody says so.
      alter table disposition add column rests_on uuid[];
      alter table clock
        add column step integer,           -- of a cadence, from 1
        add column wait text,              -- the duration as written after which the window of a step opens
        add column opens_at timestamptz,   -- when it does
        drop constraint clock_kind,
        add constraint clock_kind check (kind in (${LEAD_KINDS}, ${OTHER_KINDS})),
        drop constraint clock_of_lead_kind,
        add constraint clock_of_lead_kind check ((lead_id is not null) = (kind in (${LEAD_KINDS}))),
        add constraint clock_step check ((step is not null) = (kind = 'followUp')),
        add constraint clock_wait check (wait is null or kind = 'followUp'),
        add constraint clock_opens check (opens_at is null or wait is not null);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from clock where kind in ('followUp', 'decide');
      alter table clock
        drop constraint clock_opens, drop constraint clock_wait, drop constraint clock_step,
        drop constraint clock_of_lead_kind,
        add constraint clock_of_lead_kind check ((lead_id is not null) = (kind in (${FORMER_LEAD_KINDS}))),
        drop constraint clock_kind,
        add constraint clock_kind check (kind in (${FORMER_LEAD_KINDS}, ${OTHER_KINDS})),
        drop column opens_at, drop column wait, drop column step;
      alter table disposition drop column rests_on;
      alter table sla_policy drop column unreachable, drop column decide_within, drop column follow_up;
    `);
  }
}
