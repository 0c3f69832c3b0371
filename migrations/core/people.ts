/** Calendars, reps with their absences, teams and pools, and what is owed to and carried by each rep. */
export const PEOPLE = `
  create table calendar (
    id uuid primary key,
    version integer not null,
    name text not null,
    time_zone text not null,         -- an IANA zone, or 'owner'
    hours jsonb not null,
    holidays jsonb not null,
    holiday_region text,
    overrides jsonb not null,
    breaks jsonb not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
  );
  create unique index calendar_name on calendar (lower(name));

  create table rep (
    id uuid primary key,
    version integer not null,
    name text not null,
    email text not null,
    refs jsonb not null,             -- also in rep_ref, which keeps them unique
    time_zone text,                  -- null: that of the settings
    calendar_id uuid references calendar,
    manager_id uuid references rep,
    active boolean not null,
    skills jsonb not null,
    capacity jsonb not null,
    available boolean not null default true,
    unavailable_until timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    check (unavailable_until is null or not available)
  );
  create unique index rep_email on rep (lower(email));
  create index rep_manager on rep (manager_id);

  create table rep_ref (
    system text not null,
    ref text not null,
    rep_id uuid not null references rep on delete cascade,
    primary key (system, ref)
  );

  -- How many open leads a rep has, and how many of them await first touch, kept rather than counted: counting for each
  -- lead that comes in takes longer the more leads there are.
  create table rep_load (
    rep_id uuid primary key references rep on delete cascade,
    open integer not null default 0,
    untouched integer not null default 0,
    check (untouched between 0 and open)
  );

  create table absence (
    id uuid primary key,
    rep_id uuid not null references rep on delete cascade,
    from_at timestamptz not null,
    to_at timestamptz not null,
    reason text,
    open_leads text not null check (open_leads in ('reassignUntouched', 'keep', 'reassignAll')),
    cover_rep_id uuid references rep on delete set null check (cover_rep_id <> rep_id),
    created_at timestamptz not null,
    check (from_at < to_at)
  );
  create index absence_rep on absence (rep_id, to_at);

  -- Reps who are to leave at an instant, and who takes over what from them.
  create table offboarding (
    rep_id uuid primary key references rep on delete cascade,
    at timestamptz not null,
    body jsonb not null,
    actor_type text not null check (actor_type in ('key', 'rep', 'user')),
    actor_id uuid not null,
    made_at timestamptz not null
  );

  create table team (
    id uuid primary key,
    version integer not null,
    name text not null,
    manager_id uuid references rep,
    rep_ids jsonb not null,
    calendar_id uuid references calendar,
    created_at timestamptz not null,
    updated_at timestamptz not null
  );
  create unique index team_name on team (lower(name));
  create table team_member (
    team_id uuid not null references team on delete cascade,
    rep_id uuid not null references rep,
    position integer not null,
    primary key (team_id, rep_id)
  );
  create index team_member_rep on team_member (rep_id);

  create table pool (
    id uuid primary key,
    version integer not null,
    name text not null,
    strategy text not null,          -- a name of src/routing/pools/strategies.ts
    load text check (load in ('open', 'untouched')),
    claim_within text,               -- of a strategy that offers leads first
    members jsonb not null,
    calendar_id uuid references calendar,
    off_hours text not null check (off_hours in ('share', 'wait')),
    fallback_pool_id uuid references pool,
    after_round text not null check (after_round in ('queue', 'again')),
    decline jsonb,                   -- null: nobody may
    created_at timestamptz not null,
    updated_at timestamptz not null
  );
  create unique index pool_name on pool (lower(name));

  -- The fairness ledger: what each member is owed, and how it came to be.
  create table pool_member (
    pool_id uuid not null references pool on delete cascade,
    rep_id uuid not null references rep,
    position integer not null,
    credit double precision not null default 0,
    last_assigned_at timestamptz,
    share_due double precision not null default 0,
    leads_got integer not null default 0,
    missed jsonb not null default '{}',
    day date,                        -- the latest day at whose beginning their turns were kept
    since_revision integer not null default 0,   -- of the configuration since which they have these figures
    since_at timestamptz,
    primary key (pool_id, rep_id)
  );
  create index pool_member_rep on pool_member (rep_id);

  -- The turns that members had had when a day began, for reports of days.
  create table pool_standing (
    pool_id uuid not null references pool on delete cascade,
    rep_id uuid not null references rep on delete cascade,
    day date not null,
    share_due double precision not null,
    leads_got integer not null,
    missed jsonb not null,
    primary key (pool_id, rep_id, day)
  );
  create index pool_standing_rep on pool_standing (rep_id);

  -- How those stood who are no longer members: for a day, in which they may come back.
  create table former_pool_member (
    pool_id uuid not null references pool on delete cascade,
    rep_id uuid not null references rep on delete cascade,
    credit double precision not null,
    last_assigned_at timestamptz,
    share_due double precision not null,
    leads_got integer not null,
    missed jsonb not null,
    left_at timestamptz not null,
    since_revision integer not null default 0,
    since_at timestamptz,
    primary key (pool_id, rep_id)
  );
  create index former_pool_member_rep on former_pool_member (rep_id);
`;
