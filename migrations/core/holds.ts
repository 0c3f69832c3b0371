/** Enforcement that is held, by a person or by the engine itself, and what the engine decides that by. */
export const HOLDS = `
  -- While a hold lasts, what is due of the leads that it covers is recorded, and no action is taken.
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

  -- When each key last reported a touch, and whether people were told that it has fallen silent.
  create table touch_rhythm (
    key_id uuid primary key,
    last_at timestamptz not null,
    silent_since timestamptz,
    back_at timestamptz,
    hold_id uuid,                    -- which holds enforcement meanwhile
    constraint touch_rhythm_silent check (silent_since is not null or (back_at is null and hold_id is null))
  );
`;
