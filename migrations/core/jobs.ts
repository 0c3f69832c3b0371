/** Work that takes longer than a request. */
export const JOBS = `
  create table job (
    id uuid primary key,
    kind text not null check (kind in ('changeDryRun', 'bulkClosing', 'bulkUndo')),
    key_id uuid not null,            -- the key that asked for it
    request jsonb not null,
    state text not null default 'running' check (state in ('running', 'done', 'failed', 'cancelled')),
    progress double precision not null default 0 check (progress between 0 and 1),
    cursor jsonb,                    -- how far it has come, and what it has found by then; null at the start and after the end
    result jsonb,
    error text,
    created_at timestamptz not null,
    started_at timestamptz,
    finished_at timestamptz,
    taken_by uuid,                   -- the node that works on it; when that dies, another takes it after taken_until
    taken_until timestamptz,
    attempts integer not null default 0,            -- how often it was taken since it last got further
    constraint job_finished check ((state = 'running') = (finished_at is null)),
    constraint job_result check ((state = 'done') = (result is not null)),
    constraint job_error check ((state = 'failed') = (error is not null)),
    constraint job_cursor check (state = 'running' or cursor is null),
    constraint job_taken check ((taken_by is null) = (taken_until is null) and (state = 'running' or taken_by is null))
  );
  create index job_running on job (id) where state = 'running';
  create index job_over on job (finished_at) where state <> 'running';
`;
