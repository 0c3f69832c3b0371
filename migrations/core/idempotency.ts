/** Answers kept for a repeated `Idempotency-Key`, for a day. */
export const IDEMPOTENCY = `
  create table idempotent_answer (
    key_id uuid not null,
    method text not null,
    path text not null,
    key text not null,
    request_id uuid not null default gen_random_uuid(),   -- under which the request makes what it makes
    request_hash bytea not null,
    acted boolean not null default false,         -- set in the transaction that acts, so that a repeat finds it
    status integer,                  -- null: still in flight
    body text,
    content_type text,
    etag text,
    created_at timestamptz not null,
    primary key (key_id, method, path, key)
  );
  create unique index idempotent_answer_request on idempotent_answer (request_id);
  create index idempotent_answer_age on idempotent_answer (created_at);
`;
