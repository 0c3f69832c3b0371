/**
 * What became of leads, with the reason: never changed, only superseded. Milestones, which are told in the same feed, whom
 * no lead comes from any more, and closings of many leads at once.
 */
export const DISPOSITIONS = `
  create table bulk_closing (
    id uuid primary key,
    made_at timestamptz not null,
    actor_type text not null,
    actor_id uuid,
    category text,
    reason text,
    filter jsonb                     -- by which the leads were found; null where they were named
  );

  create table disposition (
    id uuid primary key,
    kind text not null check (kind in ('disposed', 'corrected', 'reversed')),
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
    rests_on uuid[],                 -- the touches that prove that nobody can be reached; null where somebody says so
    suppression_id uuid,             -- that kept the lead out as it came in
    bulk_id uuid references bulk_closing,
    decided_at timestamptz not null,
    actor_type text not null,
    actor_id uuid,
    epoch integer not null,
    xid xid8 not null default pg_current_xact_id(),
    seq bigint generated always as identity,
    check ((kind = 'disposed') = (supersedes is null))
  );
  create index disposition_feed on disposition (epoch, xid, seq);
  create index disposition_lead on disposition (lead_id);
  -- Whether a reason was ever given is asked while all work on leads waits for a change of configuration. In the order of
  -- the leads, it also leads through a list of those that were closed with a reason.
  create index disposition_reason_given on disposition (lower(reason), lead_id);
  create unique index disposition_supersedes on disposition (supersedes) where supersedes is not null;
  create index disposition_kept_out on disposition (decided_at) where suppression_id is not null;
  create index disposition_bulk_lead on disposition (bulk_id, lead_id) where bulk_id is not null;
  -- Checked at the end of a transaction: a lead that is closed as it comes in is written before its disposition.
  alter table lead add foreign key (disposition_id) references disposition deferrable initially deferred;

  create table suppression (
    id uuid primary key,
    kind text not null check (kind in ('email', 'phone', 'domain')),
    hash text not null,              -- of the identifier: nobody learns an address here
    reason text not null,            -- the code with which later leads are closed
    disposition_id uuid references disposition,
    lead_id uuid references lead,    -- the one that was closed; null where somebody entered it by hand
    created_at timestamptz not null,
    actor_type text not null,
    actor_id uuid,
    until_at timestamptz,            -- null: for good
    lifted_at timestamptz,
    lift_reason text,
    check (lift_reason is null or lifted_at is not null),
    check ((disposition_id is null) = (lead_id is null))
  );
  create index suppression_in_force on suppression (hash) where lifted_at is null;
  create index suppression_disposition on suppression (disposition_id) where disposition_id is not null;
  alter table disposition add foreign key (suppression_id) references suppression;
  -- Up to when the owner of the queue was told of the leads that were kept out.
  create table suppression_digest (
    singleton boolean primary key default true check (singleton),
    told_until timestamptz not null
  );

  -- That a milestone was reached, is worth something else, or was none. Rows are never changed.
  create table milestone_entry (
    id uuid primary key,
    kind text not null check (kind in ('milestone', 'revalued', 'milestoneReversed')),
    supersedes uuid references milestone_entry,
    milestone_id uuid not null references milestone,
    lead_id uuid not null references lead,
    amount numeric,
    currency text,
    note text,                       -- why it was reversed
    attempts integer not null,
    decided_at timestamptz not null,
    actor_type text not null,
    actor_id uuid,
    epoch integer not null,
    xid xid8 not null default pg_current_xact_id(),
    -- The feed of dispositions holds these too. They come after all dispositions of their transaction.
    seq bigint generated always as identity (start with 1125899906842624),
    check ((kind = 'milestone') = (supersedes is null)),
    check ((kind = 'milestoneReversed') = (note is not null)),
    check ((amount is null) = (currency is null))
  );
  create index milestone_entry_feed on milestone_entry (epoch, xid, seq);
  create index milestone_entry_milestone on milestone_entry (milestone_id);
  create unique index milestone_entry_supersedes on milestone_entry (supersedes) where supersedes is not null;

  -- One pass through the leads of a closing, to close them or to open them again. The pass of a closing has the id of the
  -- closing, that of a job the id of the job.
  create table bulk_run (
    id uuid primary key,
    bulk_id uuid not null references bulk_closing,
    kind text not null check (kind in ('close', 'undo')),
    is_job boolean not null,
    actor_type text not null,
    actor_id uuid,
    begun_at timestamptz not null,
    ended_at timestamptz,            -- also where it was cancelled: then not all that were found are counted
    found integer not null default 0 check (found >= 0),
    done integer not null default 0 check (done >= 0),
    skipped jsonb not null default '{}',            -- how many leads were left as they were, by the reason why
    constraint bulk_run_close check ((kind = 'close') = (id = bulk_id))
  );
  create index bulk_run_bulk on bulk_run (bulk_id, id);
  -- Two jobs never go through the leads of one closing at once.
  create unique index bulk_run_job on bulk_run (bulk_id) where ended_at is null and is_job;
  create index bulk_run_open on bulk_run (id) where ended_at is null;
  -- The leads that are still to come. What became of the others stands with each lead.
  create table bulk_lead (
    run_id uuid not null references bulk_run,
    lead_id uuid not null,
    primary key (run_id, lead_id)
  );
`;
