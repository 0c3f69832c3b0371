/** The ledger, which nothing changes, and its months. */
export const LEDGER = `
  -- Grows when the database turns out to live in another cluster than before: there transaction ids start anew.
  create table feed_epoch (
    singleton boolean primary key default true check (singleton),
    epoch integer not null,
    system_identifier bigint not null
  );

  -- How far each consumer of the ledger has come.
  create table feed_consumer (
    name text primary key,
    epoch integer not null,
    xid xid8 not null,
    seq bigint not null
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
    actor_type text not null check (actor_type in ('key', 'rep', 'user', 'system')),
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

  -- Months are made by a function of the owner's: the program may work as a role that owns nothing.
  create function make_event_month(month date) returns void language plpgsql security definer as $body$
  declare
    begins constant timestamptz := date_trunc('month', month::timestamp) at time zone 'UTC';
    ends constant timestamptz := (date_trunc('month', month::timestamp) + interval '1 month') at time zone 'UTC';
    name constant text := 'event_' || to_char(month, 'YYYY_MM');
  begin
    -- Nothing to do, or the default partition holds events of that month already and goes on doing so.
    if to_regclass(name) is not null
       or exists (select 1 from event_default where occurred_at >= begins and occurred_at < ends) then
      return;
    end if;
    execute format('create table %I partition of event for values from (%L) to (%L)', name, begins, ends);
    execute format('create trigger event_no_truncate before truncate on %I
                      for each statement execute function refuse_change_of_ledger()', name);
  exception when duplicate_table then null;
  end $body$;
  revoke execute on function make_event_month(date) from public;

  -- Fixed to the schema at hand: a caller's own tables are not taken for ours.
  do $do$ begin
    execute format('alter function make_event_month(date) set search_path = %I, pg_temp', current_schema());
  end $do$;
`;
