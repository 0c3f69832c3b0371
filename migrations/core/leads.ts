/** Leads, and the words by which they are found. */
export const LEADS = `
  -- A lead's state changes in place (docs/adr/0010): half of each page is kept free for that, and no index holds its owner
  -- or its status. Who owns what is asked of assignment.
  create table lead (
    id uuid primary key,
    external_id text,
    source text not null,
    source_key text not null,        -- without case, by the program's own folding
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
    email_key text,                  -- without case, by the program's own folding
    phone_key text,                  -- E.164
    company_key text,                -- the domain of its company, as it is compared
    issues json not null,            -- codes of what is odd about it
    test boolean not null,
    submitted_at timestamptz,
    received_at timestamptz not null,
    created_by uuid,
    status text not null check (status in ('open', 'nurturing', 'recycled', 'suppressed', 'lost', 'won')),
    work_state text not null check (work_state in ('untouched', 'attempting', 'connected', 'qualified')),
    cycle integer not null check (cycle > 0),
    cycle_started_at timestamptz not null,
    owner_id uuid,                   -- a rep; the foreign key stands in assignment
    pool_id uuid,
    rule text,
    policy_id uuid,
    policy_version integer,
    reassignments integer not null default 0,
    breach_moves integer not null default 0,
    waiting text check (waiting in ('queue', 'move', 'claim')),
    waiting_since timestamptz,
    queue_id uuid,                   -- the named queue in which it stands; null for the one of all leads that nobody can take
    disposition_id uuid,
    decision_pending boolean not null default false,
    click_key text,                  -- the click that it came by, with the name of its id
    duplicate_of uuid,               -- the lead of the same person, of a source that links them
    merged_into uuid,
    offer jsonb,                     -- which members of the pool may claim it (to), and which it is not for (not), as it was last offered
    giver_ids jsonb,                 -- reps who have handed it over at a milestone, and go on reading it
    event_seq integer not null,
    updated_at timestamptz not null,
    erased_at timestamptz,
    -- An open lead has one owner or stands in the queue, never both, never neither.
    check (status <> 'open' or (owner_id is null) = coalesce(waiting in ('queue', 'claim'), false)),
    check (status = 'open' or waiting is null),
    check ((waiting is null) = (waiting_since is null)),
    constraint lead_queue check (queue_id is null or waiting = 'queue' and pool_id is null),
    check ((policy_id is null) = (policy_version is null)),
    check (status = 'open' or not decision_pending),
    -- A lead closed otherwise than won has a disposition; an open one has none in force.
    check ((status in ('open', 'won')) = (disposition_id is null))
  ) with (fillfactor = 50);
  -- Without case as the program sees it: by lower() the index takes others for equal than the program does, and refuses
  -- whole batches.
  create unique index lead_external_key on lead (source_key, external_id, test) where external_id is not null;
  create index lead_source on lead (source_key, id);
  create index lead_created_by on lead (created_by, id);
  create index lead_waiting on lead (waiting_since, id) where waiting is not null;
  -- The pools for which leads wait, without reading the leads: the queue asks whenever somebody may be eligible.
  -- What stands in a named queue waits for a person, whoever becomes eligible.
  create index lead_waiting_pool on lead (pool_id) where waiting is not null and queue_id is null;
  create index lead_in_queue on lead (queue_id, waiting_since, id) where queue_id is not null;
  create index lead_offered on lead (pool_id, waiting_since) where waiting = 'claim';
  create index lead_waiting_test on lead (pool_id) where waiting is not null and test;
  create index lead_email on lead (email_key) where email_key is not null;
  create index lead_phone on lead (phone_key) where phone_key is not null;
  create index lead_company on lead (company_key) where company_key is not null;
  create index lead_click on lead (click_key) where click_key is not null;
  create index lead_duplicate on lead (duplicate_of) where duplicate_of is not null;
  create index lead_refs on lead using gin (refs jsonb_path_ops) where refs is not null;
  -- The pages that set Touchline up ask for a test lead at each visit, also when there is none.
  create index lead_test on lead (id) where test;

  -- What the same person has sent while their lead was there already, or what was merged into it.
  create table inquiry (
    id uuid primary key,
    lead_id uuid not null references lead,
    cycle integer not null,
    received_at timestamptz not null,
    source text not null,
    source_key text not null,
    external_id text,
    matched_by text not null check (matched_by in ('email', 'phone', 'clickId', 'person')),
    became text not null check (became in ('joined', 'woken', 'merged')),
    document json,                   -- as it was sent; null once the person is erased, or its merging was taken back
    click_ids json,
    email_key text,                  -- as on lead: by what whoever sent it is found
    phone_key text,
    merged_lead_id uuid references lead,
    withdrawn_at timestamptz,        -- when its merging was taken back
    former_consent json,             -- of the lead before the merging, with which it returns
    created_by uuid,
    check ((merged_lead_id is null) = (became <> 'merged')),
    constraint inquiry_consent check (former_consent is null or (became = 'merged' and document is not null)),
    constraint inquiry_emptied check (document is not null
      or num_nonnulls(external_id, click_ids, email_key, phone_key) = 0)
  );
  create unique index inquiry_external_key on inquiry (source_key, external_id)
    where external_id is not null and became <> 'merged';
  create index inquiry_lead on inquiry (lead_id, id);
  create index inquiry_source on inquiry (source_key, id);
  create index inquiry_email on inquiry (email_key, id) where email_key is not null;
  create index inquiry_phone on inquiry (phone_key, id) where phone_key is not null;
  create unique index inquiry_merged on inquiry (merged_lead_id) where withdrawn_at is null and merged_lead_id is not null;

  -- The words by which leads are found (docs/adr/0013), apart from the lead: narrow, so that going through them is quick,
  -- and the row of the lead goes on changing in place. The index is filled a moment later, in the background: a lead's six
  -- words cost there a third of what all else of a lead costs.
  create table lead_words (
    lead_id uuid primary key,
    words tsvector not null,         -- without case and accents; a lead is found by the beginnings of its words
    indexed boolean not null default false
  );
  create index lead_words_indexed on lead_words using gin (words) where indexed;
  create index lead_words_waiting on lead_words (lead_id) where not indexed;
`;
