/** Who had a lead and why, and what was done about it. */
export const ASSIGNMENTS = `
  -- The roster as one batch saw it; each assignment keeps only how its own decision differs.
  create table routing_snapshot (
    id uuid primary key,
    at timestamptz not null,
    body jsonb not null,
    revision integer                 -- of the configuration under which leads were dealt
  );

  -- Who owned a lead, from when to when, and why. rep_id is null while it stood in the queue.
  create table assignment (
    id uuid not null,
    lead_id uuid,                    -- its subject: satellites add a column for each of theirs, and one of them is set
    cycle integer not null,
    rep_id uuid references rep,
    team_id uuid,                    -- of the owner when the lead became theirs
    preferred_rep_id uuid,           -- whom the lead waits for besides its pool, which they need not belong to
    also_preferred jsonb,            -- others, such as the manager of its account: whoever is free first gets it
    pool_id uuid,
    queue_id uuid,                   -- the named queue in which it stood
    pool_chosen boolean not null default false,   -- by a person: the rules do not take it out of that pool
    rule text,
    cause text not null check (cause in
      ('intake', 'given', 'breach', 'manual', 'queue', 'wake', 'recycle', 'absence', 'reopen', 'correction', 'undone',
        'decline', 'claim', 'milestone', 'inquiry', 'offboard')),
    from_at timestamptz not null,
    until_at timestamptz,
    snapshot_id uuid,
    trace json,
    credited_at timestamptz,         -- when its turn was given back, because the lead was junk
    taken_back_at timestamptz,       -- then it counts in no day of the rep, and in no turn (docs/adr/0104)
    declined_for text check (declined_for in ('wrongOwner', 'conflict', 'noTime', 'other')),
    note text,                       -- why, in the words of the person who decided it
    stayed_at timestamptz,           -- when it was to move last, and nobody else could take it; with the trace of that
    stayed_snapshot_id uuid,
    stayed_trace json,
    test boolean not null default false,
    constraint assignment_subject check (num_nonnulls(lead_id) = 1),
    check (until_at is null or until_at >= from_at)
  );
  create unique index assignment_of_lead on assignment (lead_id, id) nulls not distinct;
  create unique index assignment_open on assignment (lead_id) where until_at is null;
  create index assignment_owner on assignment (rep_id) where until_at is null and rep_id is not null;
  create index assignment_preferred on assignment (pool_id, preferred_rep_id)
    where until_at is null and preferred_rep_id is not null;
  create index assignment_rep on assignment (rep_id, from_at) where rep_id is not null;
  -- How often somebody declined today.
  create index assignment_decline on assignment (from_at) where cause = 'decline';
  create index assignment_credited on assignment (credited_at) where credited_at is not null;
  -- The moves that can be undone after a storm of breaches.
  create index assignment_breach on assignment (from_at) where cause = 'breach';

  -- What the rules would have done with leads that came in while they were in shadow, beside who was given.
  create table shadow_decision (
    lead_id uuid primary key references lead,
    at timestamptz not null,
    kind text not null check (kind in ('assigned', 'offered', 'queued', 'closed')),
    given_rep_id uuid,
    rep_id uuid,
    pool_id uuid,
    queue_id uuid,
    rule text,
    snapshot_id uuid,
    trace json,
    constraint shadow_decision_assigned check ((rep_id is not null) = (kind = 'assigned'))
  );
  create index shadow_decision_at on shadow_decision (at);
  -- How members of pools stand by such decisions alone.
  create table shadow_standing (
    pool_id uuid not null references pool on delete cascade,
    rep_id uuid not null references rep on delete cascade,
    credit double precision not null,
    last_assigned_at timestamptz,
    primary key (pool_id, rep_id)
  );
  create index shadow_standing_rep on shadow_standing (rep_id);

  create table touch (
    id uuid primary key,
    lead_id uuid not null references lead,
    cycle integer not null,
    rep_id uuid references rep,
    kind text not null,
    direction text not null,
    outcome text not null,
    occurred_at timestamptz not null,
    duration_seconds integer,
    automated boolean not null,
    counts boolean not null,         -- as contact, by the policy that its cycle had when it was reported
    note text,
    external_id text,
    recorded_at timestamptz not null,
    actor_type text not null check (actor_type in ('key', 'rep', 'user')),    -- who reported it
    actor_id uuid not null,
    voided_at timestamptz,
    void_reason text,
    voided_by_type text check (voided_by_type in ('key', 'rep', 'user')),
    voided_by uuid,
    -- A voided touch is no contact.
    constraint touch_voided check (num_nulls(voided_at, void_reason, voided_by_type, voided_by) in (0, 4)
      and (voided_at is null or not counts))
  );
  create index touch_lead on touch (lead_id, occurred_at);
  -- Whether a rep ever touched a lead is asked while all work on leads waits for a change of configuration.
  create index touch_rep on touch (rep_id) where rep_id is not null;
  -- Touches are stored in the order in which they are recorded, so this costs hardly anything.
  create index touch_recorded on touch using brin (recorded_at) with (pages_per_range = 32, autosummarize = on);
  create unique index touch_external_id on touch (lead_id, external_id) where external_id is not null;

  create table milestone (
    id uuid primary key,
    lead_id uuid not null references lead,
    cycle integer not null,
    name text not null check (name in ('qualified', 'opportunity', 'won')),
    occurred_at timestamptz not null,
    amount numeric,
    currency text,
    recorded_at timestamptz not null,
    reversed_at timestamptz,
    check ((amount is null) = (currency is null))
  );
  create index milestone_lead on milestone (lead_id);

  -- Reassignments of many leads at once, so that they can be undone as a whole.
  create table bulk_reassignment (
    id uuid primary key,
    made_at timestamptz not null,
    actor_type text not null check (actor_type in ('key', 'rep', 'user')),
    actor_id uuid not null
  );

  create table bulk_reassigned_lead (
    bulk_id uuid not null references bulk_reassignment,
    lead_id uuid not null references lead,
    assignment_id uuid not null,
    primary key (bulk_id, lead_id)
  );
  create index bulk_reassigned_lead_lead on bulk_reassigned_lead (lead_id);
`;
