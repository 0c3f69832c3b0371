/** What reps are told in the program. */
export const NOTIFICATIONS = `
  create table notification (
    id uuid primary key,
    rep_id uuid not null,
    type text not null,
    lead_id uuid,
    data json not null,
    epoch integer not null,          -- with xid its place in the feed, that of its transaction
    xid xid8 not null,
    created_at timestamptz not null,
    read_at timestamptz,
    passed_on boolean not null default false        -- nothing more is to be sent of it by the ways below
  );
  create index notification_rep on notification (rep_id, id);
  create index notification_feed on notification (epoch, xid);
  create index notification_new on notification (id) where not passed_on;

  -- The ways by which notifications are sent as messages too. Where there is none, no message is asked for (docs/adr/0062).
  create table message_way (
    channel text primary key check (channel in ('email', 'slack')),
    noted_at timestamptz not null default now()     -- a way that no node notes any more is forgotten
  );
`;
