import type { MigrationInterface, QueryRunner } from 'typeorm';

const LEAD_KINDS = `'firstTouch', 'leadResponse', 'followUp', 'decide', 'nurtureWake', 'recycle'`;
const FORMER_OTHER_KINDS = `'queue', 'absenceStart', 'absenceEnd', 'available', 'departure', 'replanning'`;
const OTHER_KINDS = `${FORMER_OTHER_KINDS}, 'hold'`;

/**
 * What helps on a bad day: enforcement can be held, stops by itself in a storm, and moves can be undone. Adding the
 * column and the checks reads `clock` once and rewrites nothing. The index on `assignment` is made while nobody can
 * write to it; with tens of millions of rows make it beforehand, concurrently and under the same name.
 */
export class BadDay1795564800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- While one lasts, what is due of the leads that it covers is recorded, and what would follow waits.
      create table enforcement_hold (
        id uuid primary key,             -- that of the row of clock that ends it
        source text,                     -- what it covers: leads of a source, a pool or a policy; all where none is set
        pool_id uuid,
        policy_id uuid,
        until_at timestamptz,            -- null: until somebody ends it
        reason text,                     -- in the words of whoever made it; null where the engine did
        made_by text not null check (made_by in ('person', 'stormBreaker', 'silence')),
        created_at timestamptz not null,
        ended_at timestamptz,
        ended_why text check (ended_why in ('over', 'deleted')),
        constraint enforcement_hold_scope check (num_nonnulls(source, pool_id, policy_id) <= 1),
        constraint enforcement_hold_reason check ((made_by = 'person') = (reason is not null)),
        constraint enforcement_hold_until check (until_at > created_at and (made_by <> 'person' or until_at is not null)),
        constraint enforcement_hold_ended check ((ended_at is null) = (ended_why is null))
      );
      create index enforcement_hold_running on enforcement_hold (id) where ended_at is null;
      create unique index enforcement_hold_breaker on enforcement_hold (made_by) where made_by = 'stormBreaker' and ended_at is null;
      create index enforcement_hold_deleted on enforcement_hold (ended_at) where ended_why = 'deleted';

      -- How many leads moved at once because of a breach, for as long as the breaker may count them.
      create table breach_move_tally (
        at timestamptz not null,
        moves integer not null check (moves > 0)
      );
      create index breach_move_tally_at on breach_move_tally (at);

      -- Which moves to take back.
      create index if not exists assignment_breach on assignment (from_at) where cause = 'breach';

      -- When the touches of each key that reports them came last, and whether people were told that they are silent.
      create table touch_rhythm (
        key_id uuid primary key,
        last_at timestamptz not null,
        silent_since timestamptz,
        back_at timestamptz,
        hold_id uuid,                    -- which holds enforcement meanwhile
        constraint touch_rhythm_silent check (silent_since is not null or (back_at is null and hold_id is null))
      );
      -- Touches are stored in the order in which they are recorded, so this costs hardly anything.
      create index touch_recorded on touch using brin (recorded_at) with (pages_per_range = 32, autosummarize = on);

      alter table settings
        add column silence jsonb not null default '{"alarm": true, "hold": false, "after": "PT30M"}',
        add column storm_breaker jsonb default '{"moves": 200, "per": "PT10M"}',
        add column alerts_to uuid[] not null default '{}';

      alter table clock
        add column held_by uuid,         -- the hold for whose end it waits
        add constraint clock_held check (held_by is null or next_at is not null),
        drop constraint clock_kind,
        add constraint clock_kind check (kind in (${LEAD_KINDS}, ${OTHER_KINDS}));
      create index clock_held_by on clock (held_by, lead_id) where held_by is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index clock_held_by;
      -- Nobody would end their holds.
      update clock set next_at = started_at where held_by is not null;
      delete from clock where kind = 'hold';
      alter table clock
        drop constraint clock_held, drop column held_by,
        drop constraint clock_kind,
        add constraint clock_kind check (kind in (${LEAD_KINDS}, ${FORMER_OTHER_KINDS}));
      alter table settings drop column alerts_to, drop column storm_breaker, drop column silence;
      drop index touch_recorded;
      drop table touch_rhythm;
      drop index assignment_breach;
      drop table breach_move_tally;
      drop table enforcement_hold;
    `);
  }
}
