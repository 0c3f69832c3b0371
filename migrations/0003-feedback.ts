import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What ad platforms are sent: destinations, and the ledger of each delivery (docs/adr/0029). Nothing is sent of what
 * happened before a destination was made.
 */
export class Feedback1802000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table feedback_destination (
        id uuid primary key,
        version integer not null,
        name text not null,
        platform text not null,
        settings jsonb not null,
        sources jsonb,                   -- null: every lead that the platform knows
        start_at text,                   -- null: when it was made
        push boolean not null,
        credentials_set_at timestamptz,
        mode text not null check (mode in ('live', 'shadow')),
        lead_counted_by text not null check (lead_counted_by in ('touchline', 'tag')),
        rules jsonb not null,
        quarantine text not null,
        retract_after text not null,
        retractions_per_day integer not null,
        stopped_at timestamptz,          -- nothing is handed out
        stopped_why text check (stopped_why in ('person', 'account', 'retractions')),
        stopped_note text,
        resumed_at timestamptz,
        warned_at timestamptz,           -- that something is about to expire
        created_at timestamptz not null,
        updated_at timestamptz not null,
        check ((stopped_at is null) = (stopped_why is null))
      );
      create unique index feedback_destination_name on feedback_destination (lower(name));

      create table feedback_batch (
        id uuid primary key,
        destination_id uuid not null references feedback_destination,
        format text not null check (format in ('json', 'csv')),
        items integer not null,
        leased_at timestamptz not null,
        leased_until timestamptz not null,
        acked_at timestamptz,
        ack_hash text,                   -- of what was reported: the same again gets the same answer
        ack_answer jsonb,
        request_id text,                 -- by which the platform finds it again
        check ((acked_at is null) = (ack_hash is null)),
        check ((acked_at is null) = (ack_answer is null))
      );
      create index feedback_batch_destination on feedback_batch (destination_id, id);

      create table feedback_delivery (
        id uuid primary key,
        destination_id uuid not null references feedback_destination,
        lead_id uuid not null references lead,
        cycle integer not null,
        platform text not null,
        place text not null,             -- the account and what counts there
        is_shadow boolean not null,         -- made to be looked at, and never sent
        stage text not null,
        revision integer not null,       -- 0: only says why nothing is told
        kind text not null check (kind in ('conversion', 'stage', 'restate', 'retract')),
        dedup_key text not null,         -- of an adjustment that of what it adjusts
        original_id uuid,                -- what it adjusts
        send jsonb not null,
        event_at timestamptz not null,
        amount text check (amount ~ '^\\d{1,15}(\\.\\d{1,4})?$'),
        currency text,
        not_before timestamptz not null,
        send_before timestamptz,         -- null: for ever
        state text not null check (state in
          ('pending', 'leased', 'sent', 'accepted', 'failed', 'expired', 'superseded', 'withheld')),
        withheld_reason text,
        may_have_left boolean not null default false, -- a lease of it has lapsed: it may have been sent
        left_at timestamptz,             -- since when it may have been sent
        recalled text,                   -- what becomes of it where whoever has it brings it back
        is_count_wrong boolean not null default false, -- a restatement that stands in for a retraction
        is_released boolean not null default false,   -- a retraction that a person has let go
        attempts integer not null default 0,
        click_inquiry_id uuid,           -- whose click it went with; no foreign key, as inquiries are never deleted
        batch_id uuid,                   -- no foreign key: a batch is deleted after its deliveries (docs/adr/0004),
        leased_until timestamptz,
        event_time_as_sent text,
        identifiers_sent jsonb,          -- by which it went, never what they are
        consent_sent jsonb,
        error_code text,
        error_message text,
        created_at timestamptz not null,
        sent_at timestamptz,
        accepted_at timestamptz,
        check ((kind in ('restate', 'retract') and revision > 0) = (original_id is not null)),
        check ((state = 'withheld') = (withheld_reason is not null)),
        check ((state = 'leased') = (leased_until is not null)),
        check (state <> 'leased' or batch_id is not null),
        check ((amount is null) = (currency is null)),
        check (kind <> 'retract' or amount is null)
      );
      -- Each thing is told once, whichever destination of an account tells it. Programs of one's own are nobody's account.
      create unique index feedback_delivery_once on feedback_delivery
        (platform, place, dedup_key, kind, revision, (case when platform = 'generic' then destination_id end))
        nulls not distinct where revision > 0 and not is_shadow;
      create index feedback_delivery_lead on feedback_delivery (lead_id, destination_id);
      -- Narrow, over what is still open: what has been told stays in the table and is never looked through.
      create index feedback_delivery_open on feedback_delivery (destination_id, not_before, event_at, id)
        where state in ('pending', 'leased') and not is_shadow;
      -- In the order in which it happened, so that a batch finds its first rows in a backlog of any length.
      create index feedback_delivery_next on feedback_delivery (destination_id, event_at)
        where state in ('pending', 'leased') and not is_shadow;
      create index feedback_delivery_window on feedback_delivery (destination_id, send_before)
        where state in ('pending', 'leased') and send_before is not null;
      create index feedback_delivery_batch on feedback_delivery (batch_id) where batch_id is not null;
      create index feedback_delivery_original on feedback_delivery (original_id) where original_id is not null;
      create index feedback_delivery_list on feedback_delivery (destination_id, state, id);
      create index feedback_delivery_adjustment on feedback_delivery (destination_id, kind, id)
        where kind in ('restate', 'retract');
      create index feedback_delivery_accepted on feedback_delivery (destination_id, accepted_at)
        include (kind, is_count_wrong) where accepted_at is not null and not is_shadow;
      create index feedback_delivery_accepted_shadow on feedback_delivery (destination_id, accepted_at)
        where is_shadow and accepted_at is not null;
      create index feedback_delivery_retraction on feedback_delivery (destination_id, (coalesce(sent_at, leased_until)))
        where kind = 'retract' and not is_shadow;

      -- Apart from the rest: only what posts reads credentials (docs/adr/0032).
      create table feedback_credentials (
        destination_id uuid primary key references feedback_destination on delete cascade,
        sealed bytea not null            -- by the SECRETS_KEY of the environment
      );

      create table feedback_push (
        destination_id uuid primary key references feedback_destination on delete cascade,
        claimed_by uuid,                 -- the round of the node that is at it
        claimed_until timestamptz,
        next_at timestamptz,             -- not before: the pause after a failure outlasts a restart
        failures integer not null default 0,   -- one after another
        check ((claimed_by is null) = (claimed_until is null))
      );

      create table feedback_request (
        id uuid primary key,
        destination_id uuid not null references feedback_destination on delete cascade,
        batch_id uuid not null references feedback_batch on delete cascade,
        request_id text not null,        -- by which the platform knows it
        kind text not null check (kind in ('conversion', 'stage', 'restate', 'retract')),
        items uuid[] not null,           -- in the order of the body: the platform names places
        posted_at timestamptz not null,
        looks integer not null default 0,
        look_at timestamptz              -- null: nothing more is asked
      );
      create index feedback_request_look on feedback_request (destination_id, look_at) where look_at is not null;
      create index feedback_request_batch on feedback_request (batch_id);

      -- Wins of which platforms are told again, once: what is left of them (docs/adr/0106).
      create table feedback_survival (
        destination_id uuid not null references feedback_destination on delete cascade,
        lead_id uuid not null references lead,
        milestone_id uuid not null references milestone,
        look_at timestamptz,             -- null once it is decided
        decided_at timestamptz,
        after_seq integer,               -- the latest event of the lead by then
        amount text,
        currency text,
        primary key (destination_id, lead_id, milestone_id),
        check (num_nulls(decided_at, after_seq, amount, currency) = case when look_at is null then 0 else 4 end)
      );
      create index feedback_survival_look on feedback_survival (destination_id, look_at, milestone_id)
        where look_at is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table feedback_survival, feedback_request, feedback_push, feedback_credentials, feedback_delivery, feedback_batch,
        feedback_destination;
    `);
  }
}
