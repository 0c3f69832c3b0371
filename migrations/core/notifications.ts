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
    passed_on boolean not null default false        -- satellites need look at it no more
  );
  create index notification_rep on notification (rep_id, id);
  create index notification_feed on notification (epoch, xid);
  create index notification_new on notification (id) where not passed_on;
`;
