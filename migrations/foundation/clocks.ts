/** Everything that happens at an instant, and what is to be planned anew when working time changes. */
export const CLOCKS = `
  -- Everything that happens by the clock is one row here; the sweep asks for nothing but next_at <= now.
  create table clock (
    id uuid not null,                -- unique by clock_of_lead
    kind text not null constraint clock_kind check (kind in ('firstTouch', 'leadResponse', 'nurtureWake', 'recycle', 'queue', 'absenceStart',
      'absenceEnd', 'available', 'departure', 'replanning')),
    lead_id uuid references lead,    -- what it is about: one column for each subject, of which one is set
    rep_id uuid references rep on delete cascade,
    owner_id uuid,                   -- of a lead, whom it holds to account
    absence_id uuid references absence on delete cascade,
    open_leads text check (open_leads in ('reassignUntouched', 'reassignAll')),    -- of a rep who has left: which go to others
    assignment_id uuid,
    cycle integer,
    policy_id uuid,
    policy_version integer,
    state text not null check (state in ('running', 'met', 'breached', 'cancelled')),
    started_at timestamptz not null,
    target text,                     -- the duration as written; null where it only measures
    basis text check (basis in ('elapsed', 'working')),
    calendar_id uuid,
    calendar_version integer,
    time_zone text,
    planned_revision integer not null default 0,    -- of the configuration; hours_change may know of a later one
    due_at timestamptz,
    next_at timestamptz,             -- the next moment anything happens to it; null: nothing will
    progress integer not null default 0,            -- warnings sent while it runs; actions taken once it is breached
    met_at timestamptz,
    breached_at timestamptz,
    ended_at timestamptz,
    end_reason text,
    check (state <> 'breached' or breached_at is not null),
    check (state <> 'met' or met_at is not null),
    check (state in ('met', 'breached') or (met_at is null and breached_at is null)),
    check ((state = 'running') = (ended_at is null)),
    check (state in ('running', 'breached') or next_at is null),
    check (breached_at is null or breached_at >= due_at),
    constraint clock_of_lead_kind check ((lead_id is not null) = (kind in ('firstTouch', 'leadResponse', 'nurtureWake', 'recycle'))),
    constraint clock_of_rep_kind check ((rep_id is not null) = (kind in ('absenceStart', 'absenceEnd', 'available', 'departure'))),
    constraint clock_open_leads check ((open_leads is not null) = (kind = 'departure')),
    constraint clock_owned check (owner_id is null or lead_id is not null)
  );
  create index clock_next on clock (next_at) where next_at is not null;
  -- One index for the lead a clock belongs to and for the clock itself; two clocks without a lead differ by their id.
  create unique index clock_of_lead on clock (lead_id, id) nulls not distinct;
  -- Walked in the order of leads, batch after batch, when a calendar has changed.
  create index clock_calendar_lead on clock (calendar_id, lead_id)
    where calendar_id is not null and (state = 'running' or next_at is not null);
  -- Every running promise has exactly one clock.
  create unique index clock_running on clock (lead_id, kind) where state = 'running' and lead_id is not null;
  create unique index clock_absence on clock (absence_id, kind) where absence_id is not null;
  create unique index clock_available on clock (rep_id) where kind = 'available' and state = 'running';
  create unique index clock_departure on clock (rep_id) where kind = 'departure' and state = 'running';
  create unique index clock_queue on clock (kind) where kind = 'queue';
  -- The queue has one clock for ever: next_at is the moment at which it may find somebody.
  insert into clock (id, kind, state, started_at)
  values ('00000000-0000-7000-8000-000000000001', 'queue', 'running', '1970-01-01T00:00:00Z');

  -- Whose working time has changed, and when: marking every clock that depends on it would hold up all work on leads for
  -- seconds. Whoever acts on a clock compares the two revisions and plans an outdated one anew.
  create table hours_change (
    subject_id uuid primary key,     -- a calendar, a rep or a pool
    revision integer not null        -- of the configuration with which its working time became what it is
  );
  -- The clocks that nobody acts on meanwhile are planned anew in batches, for which a row of clock is due until it is done.
  create table replanning (
    id uuid primary key,             -- that of its row in clock
    revision integer not null,
    calendar_ids uuid[] not null,
    rep_ids uuid[] not null,
    pool_ids uuid[] not null,
    subject_type text not null,      -- of which the clocks are
    after_id uuid,                   -- how far it has come
    passed_over boolean not null default false      -- somebody worked on one of them: once more from the beginning
  );
`;
