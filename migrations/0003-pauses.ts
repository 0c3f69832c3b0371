import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Pauses of promises, and that an owner has acknowledged one. Adding columns and a check reads `clock` once and rewrites
 * nothing; with tens of millions of clocks that holds up all work for some seconds.
 */
export class Pauses1795478400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table sla_policy add column pause_while jsonb, add column pauses jsonb;
      alter table clock
        add column paused_at timestamptz,         -- since when it stands still; null while it ticks
        add column resumes_at timestamptz,        -- until when, where that is known
        add column acknowledged_at timestamptz,   -- when its owner said that they know of it
        add constraint clock_paused check (paused_at is null or state = 'running'),
        add constraint clock_resumes check (resumes_at is null or resumes_at > paused_at);
      -- The stretches of time in which promises stand still: those of the past are what reports go by.
      create table pause (
        id uuid not null,
        lead_id uuid references lead,     -- what it is about: one column for each subject, of which one is set
        cycle integer not null,
        kind text not null check (kind in ('hand', 'condition')),
        from_at timestamptz not null,
        until_at timestamptz,             -- null: until the condition ends
        actor_type text check (actor_type in ('key', 'rep')),
        actor_id uuid,
        reason text,
        constraint pause_subject check (lead_id is not null),
        constraint pause_interval check (until_at >= from_at),
        constraint pause_until check (until_at is not null or kind = 'condition'),
        constraint pause_by check ((actor_id is not null) = (kind = 'hand') and (actor_type is null) = (actor_id is null)),
        constraint pause_reason check ((reason is not null) = (kind = 'hand'))
      );
      create unique index pause_of_lead on pause (lead_id, id);
      -- A lead is under its policy's condition once.
      create unique index pause_condition on pause (lead_id, cycle) where kind = 'condition' and until_at is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table pause;
      alter table clock
        drop constraint clock_resumes, drop constraint clock_paused,
        drop column acknowledged_at, drop column resumes_at, drop column paused_at;
      alter table sla_policy drop column pauses, drop column pause_while;
    `);
  }
}
