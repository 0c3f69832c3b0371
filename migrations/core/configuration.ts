/**
 * What all kinds of configuration share, and the kinds that are about rules. It stands on `people.ts`: settings name a
 * calendar, a key may speak for a rep.
 */
export const CONFIGURATION = `
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
    restores integer check (restores < version),    -- the earlier version that this one repeats
    primary key (kind, resource_id, version)
  );
  -- The last names of deleted resources are read with every revision of the configuration.
  create index resource_version_deleted on resource_version (kind, resource_id) where body is null;

  create table routing_rulebook (
    version integer primary key,
    body jsonb not null,
    at timestamptz not null,
    actor_type text not null,
    actor_id uuid,
    restores integer check (restores < version),
    planned_at timestamptz           -- when they were planned; null: they took effect at once
  );
  create table routing_plan (        -- the rules that take effect at an instant
    id uuid primary key,             -- that of its row in clock
    effective_at timestamptz not null,
    body jsonb not null,
    planned_at timestamptz not null,
    actor_type text not null,
    actor_id uuid,
    restores integer
  );
  create unique index routing_plan_one on routing_plan ((true));

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
    follow_up jsonb,
    decide_within jsonb,
    unreachable jsonb,
    pause_while jsonb,
    pauses jsonb,
    renewal jsonb,                   -- what is promised of deals: those that renew a contract, and others
    deals jsonb,
    lead_hours boolean not null,     -- counts only in the hours in which the lead may be contacted
    grace text not null,
    max_recycles integer not null,
    on_inquiry text not null check (on_inquiry in ('keep', 'restart')),
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
    blocks text not null check (blocks in ('none', 'email', 'phone', 'contact', 'domain', 'bad')),
    block_for text,                  -- null: for good, but for a limited time where a rep closes the lead
    review boolean not null,         -- the owner of the queue looks at leads that come back
    reopens boolean not null,        -- the lead comes back when the person asks again
    proof jsonb,                     -- the attempts that have to come before it
    position integer not null,       -- the order in which people are offered the reasons
    labels jsonb not null,
    field_types jsonb not null,
    active boolean not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
  );
  create unique index disposition_reason_code on disposition_reason (lower(code));

  create table list (                -- of values, for conditions
    id uuid primary key,
    version integer not null,
    name text not null,
    "values" text[] not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
  );
  create unique index list_name on list (lower(name));

  create table queue (               -- of leads that wait for a person
    id uuid primary key,
    version integer not null,
    name text not null,
    owner_rep_id uuid references rep,
    created_at timestamptz not null,
    updated_at timestamptz not null
  );
  create unique index queue_name on queue (lower(name));

  create table source (              -- where leads come from
    id uuid primary key,
    version integer not null,
    code text not null,
    label text,
    aliases text[] not null,
    channel text,
    type text,
    max_per_minute integer check (max_per_minute > 0),
    silent_after text,
    duplicates text not null check (duplicates in ('join', 'link', 'separate')),
    cost_per_lead jsonb,
    monthly jsonb,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    check (cost_per_lead is null or monthly is null or monthly = '[]')
  );
  -- Its code and its aliases, without case by the program's own folding: a spelling is one source's.
  create table source_spelling (
    spelling text primary key,
    source_id uuid not null references source on delete cascade
  );
  create index source_spelling_of on source_spelling (source_id);
  -- How many leads of a source with a limit were routed at which instants of the last minute.
  create table source_tally (
    source_id uuid not null references source on delete cascade,
    at timestamptz not null,
    leads integer not null check (leads > 0),
    primary key (source_id, at)
  );

  create table settings (
    singleton boolean primary key default true check (singleton),
    version integer not null,
    time_zone text not null,
    default_country text,
    currency text not null,
    default_calendar_id uuid not null references calendar,
    backdating jsonb not null,
    contact_hours jsonb not null,
    silence jsonb not null,
    storm_breaker jsonb,
    alerts_to uuid[] not null,
    rep_blocks_for text not null,
    test_pool_id uuid references pool,    -- takes test leads
    renewal_lead text not null,      -- how long before its end a renewal of a contract begins
    ref_links jsonb not null default '{}',     -- where other systems show what they know
    individual_reports text not null default 'self'   -- who sees figures of single people (docs/adr/0112)
      constraint settings_individual_reports check (individual_reports in ('self', 'managers')),
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
