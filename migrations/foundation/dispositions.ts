/** What became of leads, with the reason: never changed, only superseded. */
export const DISPOSITIONS = `
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
  -- Whether a reason was ever given is asked while all work on leads waits for a change of configuration. In the order of
  -- the leads, it also leads through a list of those that were closed with a reason.
  create index disposition_reason_given on disposition (lower(reason), lead_id);
  create unique index disposition_supersedes on disposition (supersedes) where supersedes is not null;
  alter table lead add foreign key (disposition_id) references disposition;
`;
