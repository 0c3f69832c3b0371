/** What reps are told in the program. */
export const NOTIFICATIONS = `
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
`;
