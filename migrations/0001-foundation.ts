import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The foundation: configuration, leads and who owns them, clocks, dispositions, and the ledger.
 * What the design calls an invariant stands here as a constraint, so that no code path can break it.
 *
 * Foreign keys stand where a row without its parent would be a broken promise: a lead's owner, an assignment's lead and
 * rep, a clock's lead. Each costs 4 µs a row, as much as the row itself, so ids that only say where a decision came
 * from (the pool, the snapshot, the calendar, the assignment of a clock) have none; configuration is deleted under the
 * configuration lock, after a look at who uses it (docs/adr/0004). Likewise json where documents are only handed out
 * again: reading one in costs half of what jsonb does.
 */
export class Foundation1767225600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [CONFIGURATION, LEADS, CLOCKS, DISPOSITIONS, LEDGER, SERVICE]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table idempotent_answer, notification, event, feed_epoch, disposition, milestone, touch, clock, assignment,
        routing_snapshot, lead, disposition_reason, sla_policy, routing_rulebook, pool_member, pool, team_member, team,
        absence, rep_ref, settings, api_key, rep, calendar, resource_version, configuration_revision cascade;
      drop function refuse_change_of_ledger();
    `);
  }
}

const CONFIGURATION = `
  -- One number that grows with every change of configuration: a node whose copy has the same number is up to date.
  create table configuration_revision (
    singleton boolean primary key default true check (singleton),
    revision bigint not null
  );
  insert into configuration_revision (revision) values (1);

  create table resource_version (
    kind text not null,
    resource_id uuid not null,
    version integer not null check (version > 0),
    body jsonb,                      -- null: deleted in this version
    at timestamptz not null,
    actor_type text not null,
    actor_id uuid,
    primary key (kind, resource_id, version)
  );

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

  create table absence (
    id uuid primary key,
    rep_id uuid not null references rep on delete cascade,
    from_at timestamptz not null,
    to_at timestamptz not null,
    reason text,
    open_leads text not null check (open_leads in ('reassignUntouched', 'keep', 'reassignAll')),
    created_at timestamptz not null,
    check (from_at < to_at)
  );
  create index absence_rep on absence (rep_id, to_at);

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
    strategy text not null check (strategy in ('roundRobin')),
    members jsonb not null,
    calendar_id uuid references calendar,
    off_hours text not null check (off_hours in ('share', 'wait')),
    fallback_pool_id uuid references pool,
    created_at timestamptz not null,
    updated_at timestamptz not null
  );
  create unique index pool_name on pool (lower(name));

  -- The fairness ledger: what each member is owed, and how it came to be.
  create table pool_member (
    pool_id uuid not null references pool on delete cascade,
    rep_id uuid not null references rep,
    position integer not null,
    weight double precision not null check (weight > 0),
    credit double precision not null default 0,
    last_assigned_at timestamptz,
    share_due double precision not null default 0,
    leads_got integer not null default 0,
    missed jsonb not null default '{}',
    primary key (pool_id, rep_id)
  );
  create index pool_member_rep on pool_member (rep_id);

  create table routing_rulebook (
    version integer primary key,
    body jsonb not null,
    at timestamptz not null,
    actor_type text not null,
    actor_id uuid
  );

  create table sla_policy (
    id uuid primary key,
    version integer not null,
    name text not null,
    position integer not null,
    mode text not null check (mode in ('enforce', 'notify', 'measure')),
    "when" jsonb not null,
    time text not null check (time in ('working', 'elapsed')),
    calendar jsonb not null,
    first_touch jsonb not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
  );
  create unique index sla_policy_name on sla_policy (lower(name));

  create table disposition_reason (
    id uuid primary key,
    version integer not null,
    code text not null,
    category text not null check (category in ('nurture', 'recycle', 'suppress', 'lost')),
    label text not null,
    requires jsonb not null,
    intent text not null,
    blocks text not null default 'none' check (blocks = 'none'),
    active boolean not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
  );
  create unique index disposition_reason_code on disposition_reason (lower(code));

  create table settings (
    singleton boolean primary key default true check (singleton),
    version integer not null,
    time_zone text not null,
    default_country text,
    currency text not null,
    default_calendar_id uuid not null references calendar,
    backdating jsonb not null,
    updated_at timestamptz not null
  );

  create table api_key (
    id uuid primary key,
    name text not null,
    hash bytea not null unique,
    scopes text[] not null,
    rep_id uuid references rep,
    origin text not null default 'made' check (origin in ('made', 'first', 'environment')),
    created_at timestamptz not null,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz
  );
`;

const LEADS = `
  create table lead (
    id uuid primary key,
    external_id text,
    source text not null,
    channel text,
    campaign text,
    form text,
    landing_page text,
    message text,
    refs jsonb,
    contact json not null,
    company json,
    attributes json,
    click_ids json,
    consent json,
    email_key text,                  -- lower case
    phone_key text,                  -- E.164
    issues json not null,            -- codes of what is odd about it
    test boolean not null,
    submitted_at timestamptz,
    received_at timestamptz not null,
    created_by uuid,
    status text not null check (status in ('open', 'nurturing', 'recycled', 'suppressed', 'lost', 'won')),
    work_state text not null check (work_state in ('untouched', 'attempting', 'connected', 'qualified')),
    cycle integer not null check (cycle > 0),
    cycle_started_at timestamptz not null,
    owner_id uuid references rep,
    pool_id uuid,
    rule text,
    policy_id uuid,
    policy_version integer,
    reassignments integer not null default 0,
    breach_moves integer not null default 0,
    waiting text check (waiting in ('queue', 'move')),
    waiting_since timestamptz,
    disposition_id uuid,
    event_seq integer not null,
    updated_at timestamptz not null,
    -- An open lead has one owner or stands in the queue, never both, never neither.
    check (status <> 'open' or (owner_id is null) = (waiting is not distinct from 'queue')),
    check (status = 'open' or waiting is null),
    check ((waiting is null) = (waiting_since is null)),
    check ((policy_id is null) = (policy_version is null)),
    -- A lead closed otherwise than won has a disposition; an open one has none in force.
    check ((status in ('open', 'won')) = (disposition_id is null))
  );
  create unique index lead_external_id on lead (lower(source), external_id) where external_id is not null;
  create index lead_owner_open on lead (owner_id) where status = 'open';
  create index lead_waiting on lead (waiting_since, id) where waiting is not null;
  create index lead_email on lead (email_key) where email_key is not null;
  create index lead_phone on lead (phone_key) where phone_key is not null;
  create index lead_refs on lead using gin (refs jsonb_path_ops) where refs is not null;

  -- The roster as one batch saw it; each assignment keeps only how its own decision differs.
  create table routing_snapshot (
    id uuid primary key,
    at timestamptz not null,
    body jsonb not null
  );

  -- Who owned a lead, from when to when, and why. rep_id is null while it stood in the queue.
  create table assignment (
    id uuid not null,
    lead_id uuid not null references lead,
    cycle integer not null,
    rep_id uuid references rep,
    pool_id uuid,
    rule text,
    cause text not null check (cause in
      ('intake', 'given', 'breach', 'manual', 'queue', 'wake', 'recycle', 'absence', 'reopen')),
    from_at timestamptz not null,
    until_at timestamptz,
    snapshot_id uuid,
    trace json,
    note text,                       -- why, in the words of the person who decided it
    check (until_at is null or until_at >= from_at),
    primary key (lead_id, id)
  );
  create unique index assignment_open on assignment (lead_id) where until_at is null;
  create index assignment_rep on assignment (rep_id, from_at) where rep_id is not null;

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
    note text,
    external_id text,
    recorded_at timestamptz not null
  );
  create index touch_lead on touch (lead_id, occurred_at);
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
    check ((amount is null) = (currency is null))
  );
  create index milestone_lead on milestone (lead_id);
`;

const CLOCKS = `
  -- Everything that happens by the clock is one row here; the sweep asks for nothing but next_at <= now.
  create table clock (
    id uuid primary key,
    kind text not null check (kind in
      ('firstTouch', 'leadResponse', 'nurtureWake', 'recycle', 'queue', 'absenceStart', 'absenceEnd', 'available')),
    lead_id uuid references lead,
    rep_id uuid,                     -- the owner it holds to account, or the rep it waits for
    absence_id uuid references absence on delete cascade,
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
    due_at timestamptz,
    next_at timestamptz,             -- the next moment anything happens to it; null: nothing will
    progress integer not null default 0,            -- warnings sent while it runs; actions taken once it is breached
    stale boolean not null default false,           -- its calendar changed: to be planned anew before it may act
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
    check ((lead_id is not null) = (kind in ('firstTouch', 'leadResponse', 'nurtureWake', 'recycle')))
  );
  create index clock_next on clock (next_at) where next_at is not null;
  create index clock_lead on clock (lead_id) where lead_id is not null;
  create index clock_calendar on clock (calendar_id) where state = 'running' and calendar_id is not null;
  create index clock_stale on clock (id) where stale;
  -- Every running promise has exactly one clock.
  create unique index clock_running on clock (lead_id, kind) where state = 'running' and lead_id is not null;
  create unique index clock_absence on clock (absence_id, kind) where absence_id is not null;
  create unique index clock_available on clock (rep_id) where kind = 'available' and state = 'running';
  create unique index clock_queue on clock (kind) where kind = 'queue';
  -- The queue has one clock for ever: next_at is the moment at which it may find somebody.
  insert into clock (id, kind, state, started_at)
  values ('00000000-0000-7000-8000-000000000001', 'queue', 'running', '1970-01-01T00:00:00Z');
`;

const DISPOSITIONS = `
  create table disposition (
    id uuid primary key,
    kind text not null check (kind in ('disposed', 'reversed')),
    supersedes uuid references disposition,
    lead_id uuid not null references lead,
    cycle integer not null,
    category text not null check (category in ('nurture', 'recycle', 'suppress', 'lost')),
    reason text not null,
    label text not null,
    intent text not null,
    note text,
    fields jsonb not null,
    attempts integer not null,
    decided_at timestamptz not null,
    actor_type text not null,
    actor_id uuid,
    epoch integer not null,
    xid xid8 not null default pg_current_xact_id(),
    seq bigint generated always as identity,
    check ((kind = 'reversed') = (supersedes is not null))
  );
  create index disposition_feed on disposition (epoch, xid, seq);
  create index disposition_lead on disposition (lead_id);
  create unique index disposition_supersedes on disposition (supersedes) where supersedes is not null;
  alter table lead add foreign key (disposition_id) references disposition;
`;

const LEDGER = `
  -- Grows when the database turns out to live in another cluster than before: there transaction ids start anew.
  create table feed_epoch (
    singleton boolean primary key default true check (singleton),
    epoch integer not null,
    system_identifier bigint not null
  );

  create table event (
    id uuid not null,
    epoch integer not null,
    xid xid8 not null default pg_current_xact_id(),
    seq bigint generated always as identity,
    type text not null,
    occurred_at timestamptz not null,
    subject_type text not null,
    subject_id uuid not null,
    subject_seq integer not null check (subject_seq > 0),
    actor_type text not null check (actor_type in ('key', 'rep', 'system')),
    actor_id uuid,
    actor_rule text,
    data json not null,
    primary key (subject_id, subject_seq, occurred_at)
  ) partition by range (occurred_at);
  create index event_feed on event (epoch, xid, seq);
  -- Months are made ahead of time; this one holds what no month was made for, so that nothing is ever refused.
  create table event_default partition of event default;

  create function refuse_change_of_ledger() returns trigger language plpgsql as $$
  begin
    if current_setting('touchline.retention', true) = 'on' then
      return coalesce(old, new);
    end if;
    raise exception 'the ledger is append-only';
  end $$;
  create trigger event_append_only before update or delete on event
    for each row execute function refuse_change_of_ledger();
  create trigger event_no_truncate before truncate on event
    for each statement execute function refuse_change_of_ledger();
  create trigger event_no_truncate before truncate on event_default
    for each statement execute function refuse_change_of_ledger();
`;

const SERVICE = `
  create table notification (
    id uuid primary key,
    rep_id uuid not null,
    type text not null,
    lead_id uuid,
    data json not null,
    created_at timestamptz not null,
    read_at timestamptz
  );
  create index notification_rep on notification (rep_id, id);

  create table idempotent_answer (
    key_id uuid not null,
    method text not null,
    path text not null,
    key text not null,
    request_hash bytea not null,
    status integer,                  -- null: still in flight
    body text,
    content_type text,
    created_at timestamptz not null,
    primary key (key_id, method, path, key)
  );
  create index idempotent_answer_age on idempotent_answer (created_at);
`;
