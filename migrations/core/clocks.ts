const LEAD_KINDS = `'firstTouch', 'leadResponse', 'followUp', 'decide', 'accept', 'nurtureWake', 'recycle'`;
const OTHER_KINDS = `'queue', 'absenceStart', 'absenceEnd', 'available', 'departure', 'replanning', 'hold', 'plannedRules'`;

/** Everything that happens at an instant, pauses, and what is to be planned anew when working time changes. */
export const CLOCKS = `
  -- Everything that happens by the clock is one row here; the sweep asks for nothing but next_at <= now.
  create table clock (
    id uuid not null,                -- unique by clock_of_lead
    kind text not null constraint clock_kind check (kind in (${LEAD_KINDS}, ${OTHER_KINDS})),
    lead_id uuid,                    -- its subject, as in assignment; none of them is set where it is about no subject
    rep_id uuid references rep on delete cascade,
    owner_id uuid,                   -- the rep whom it holds to account
    absence_id uuid references absence on delete cascade,
    open_leads text check (open_leads in ('reassignUntouched', 'reassignAll')),    -- which leads of a departed rep move
    assignment_id uuid,
    cycle integer,
    policy_id uuid,
    policy_version integer,
    step integer,                    -- of a cadence, from 1
    wait text,                       -- the duration as written after which the window of a step opens
    opens_at timestamptz,            -- when it does
    reach text,                      -- how and where its lead may be contacted; null where all hours count
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
    paused_at timestamptz,           -- since when it stands still; null while it runs
    resumes_at timestamptz,          -- until when, where that is known
    acknowledged_at timestamptz,     -- when its owner said that they know of it
    held_by uuid,                    -- the hold that it waits for
    grace_from timestamptz,          -- not due from then until grace_at: a change would have made it due at once
    grace_at timestamptz,
    grace_why text,
    struck_miss_at timestamptz,      -- when its miss was struck as nobody's fault
    strike_reason text,              -- null: no person gave one
    check (state <> 'breached' or breached_at is not null),
    check (state <> 'met' or met_at is not null),
    check (state in ('met', 'breached') or (met_at is null and breached_at is null)),
    check ((state = 'running') = (ended_at is null)),
    check (state in ('running', 'breached') or next_at is null),
    check (breached_at is null or breached_at >= due_at),
    constraint clock_of_lead_kind check ((lead_id is not null) = (kind in (${LEAD_KINDS}))),
    constraint clock_of_rep_kind check ((rep_id is not null) = (kind in ('absenceStart', 'absenceEnd', 'available', 'departure'))),
    constraint clock_open_leads check ((open_leads is not null) = (kind = 'departure')),
    constraint clock_owned check (owner_id is null or num_nonnulls(lead_id) = 1),
    constraint clock_step check ((step is not null) = (kind = any (array['followUp']))),
    constraint clock_wait check (wait is null or kind = 'followUp'),
    constraint clock_opens check (opens_at is null or wait is not null),
    constraint clock_reach check (reach is null or kind in ('firstTouch', 'followUp')),
    constraint clock_paused check (paused_at is null or state = 'running'),
    constraint clock_resumes check (resumes_at is null or resumes_at > paused_at),
    constraint clock_held check (held_by is null or next_at is not null),
    constraint clock_grace check (num_nulls(grace_from, grace_at, grace_why) in (0, 3)),
    constraint clock_strike_reason check (strike_reason is null or struck_miss_at is not null)
  );
  create index clock_next on clock (next_at) where next_at is not null;
  -- One index for the lead a clock belongs to and for the clock itself; two clocks without a lead differ by their id.
  create unique index clock_of_lead on clock (lead_id, id) nulls not distinct;
  -- Walked in the order of leads, batch after batch, when a calendar has changed.
  create index clock_calendar_lead on clock (calendar_id, lead_id)
    where calendar_id is not null and (state = 'running' or next_at is not null);
  -- Walked in the same way when contact hours have changed.
  create index clock_reach_lead on clock (lead_id) where reach is not null and state = 'running';
  create index clock_held_by on clock (held_by, lead_id) where held_by is not null;
  -- Every running promise has exactly one clock.
  create unique index clock_running on clock (lead_id, kind) where state = 'running' and lead_id is not null;
  create unique index clock_absence on clock (absence_id, kind) where absence_id is not null;
  create unique index clock_available on clock (rep_id) where kind = 'available' and state = 'running';
  create unique index clock_departure on clock (rep_id) where kind = 'departure' and state = 'running';
  create unique index clock_queue on clock (kind) where kind = 'queue';
  -- The queue has one clock for ever: next_at is the moment at which it may find somebody.
  insert into clock (id, kind, state, started_at)
  values ('00000000-0000-7000-8000-000000000001', 'queue', 'running', '1970-01-01T00:00:00Z');

  -- The stretches of time in which promises stand still. Reports go by those of the past.
  create table pause (
    id uuid not null,
    lead_id uuid references lead,    -- its subject, as in assignment
    cycle integer not null,
    kind text not null check (kind in ('hand', 'condition')),
    from_at timestamptz not null,
    until_at timestamptz,            -- null: until the condition ends
    actor_type text check (actor_type in ('key', 'rep', 'user')),
    actor_id uuid,
    reason text,
    constraint pause_subject check (num_nonnulls(lead_id) = 1),
    constraint pause_interval check (until_at >= from_at),
    constraint pause_until check (until_at is not null or kind = 'condition'),
    constraint pause_by check ((actor_id is not null) = (kind = 'hand') and (actor_type is null) = (actor_id is null)),
    constraint pause_reason check ((reason is not null) = (kind = 'hand'))
  );
  create unique index pause_of_lead on pause (lead_id, id);
  -- A lead is under its policy's condition once.
  create unique index pause_condition on pause (lead_id, cycle) where kind = 'condition' and until_at is null;

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
    passed_over boolean not null default false,     -- somebody worked on one of them: once more from the beginning
    contact_hours boolean not null default false,
    policy_id uuid,                  -- whose open leads get a version of it
    policy_version integer,
    moved integer not null default 0,               -- how many clocks are due at another time by now
    finished_at timestamptz,         -- kept for a while for whoever asked for the change
    constraint replanning_policy check ((policy_id is null) = (policy_version is null))
  );

  -- A foreign key looks up the lead of each row by a query of its own: a quarter of what Postgres did to take a lead in.
  -- These check the same once for all rows of a statement (docs/adr/0064). The columns are written once and never changed.
  create function refuse_unknown_lead() returns trigger language plpgsql as $$
  declare
    unknown uuid;
  begin
    select written.lead_id into unknown
      from written
     where written.lead_id is not null and not exists (select from lead where lead.id = written.lead_id)
     limit 1;
    if found then
      raise foreign_key_violation
        using message = format('%s refers to lead %s, which does not exist', tg_table_name, unknown);
    end if;
    return null;
  end $$;

  create function keep_referenced_leads() returns trigger language plpgsql as $$
  declare
    kept uuid;
  begin
    select gone.id into kept
      from gone
     where exists (select from clock where clock.lead_id = gone.id)
        or exists (select from assignment where assignment.lead_id = gone.id)
     limit 1;
    if found then
      raise foreign_key_violation using message = format('lead %s has clocks or assignments', kept);
    end if;
    return null;
  end $$;

  create trigger lead_is_kept after delete on lead
    referencing old table as gone for each statement execute function keep_referenced_leads();
  create trigger clock_has_lead after insert on clock
    referencing new table as written for each statement execute function refuse_unknown_lead();
  create trigger assignment_has_lead after insert on assignment
    referencing new table as written for each statement execute function refuse_unknown_lead();
`;
