import type { MigrationInterface, QueryRunner } from 'typeorm';
import { extend, shorten } from './lists.js';

const KINDS = [
  `'handoffAcknowledge'`,
  `'handoffComplete'`,
  `'handoffQuestion'`,
  `'handoffException'`,
  `'handoffClientTold'`,
  `'handoffBlocker'`,
  `'handoffDecision'`,
];
/** What they are listed in beside what other subjects have. */
const LISTS = [
  ['clock', 'clock_kind', KINDS],
  ['clock', 'clock_step', KINDS],
  ['clock', 'clock_owned', ['handoff_id']],
  ['pause', 'pause_subject', ['handoff_id']],
  ['assignment', 'assignment_subject', ['handoff_id']],
] as const;

/** Documents in which addresses and numbers are found without reading all of them. */
const INDEXED = [
  ['handoff', 'form'],
  ['handoff_form', 'form'],
  ['handoff_receiver', 'missing'],
] as const;

/**
 * Kinds of handoff (docs/adr/0042), and handoffs, a subject that promises are made about (docs/adr/0043): each
 * table of the core about such subjects gets a column.
 */
export class Handoffs1802000000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table handoff_kind (
        id uuid primary key,
        version integer not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        name text not null,
        moment text not null,
        position integer not null,       -- the first that takes a deal is asked of it
        start jsonb not null check (
          start->>'on' in ('deal.won', 'delivery.completed', 'renewal.due', 'manual')
          and (start->>'on' = 'renewal.due') = (start ? 'daysBefore')
          and not (start->>'on' = 'manual' and start ? 'when')),
        form json not null,
        ready jsonb not null,
        receivers jsonb not null check (jsonb_array_length(receivers) > 0),
        escalation jsonb not null,
        exceptions jsonb not null,
        account_role text not null default 'manager'    -- which role of the account its first receiver takes
          constraint handoff_kind_account_role check (account_role in ('sales', 'manager', 'delivery')),
        client_told_within text,
        stages jsonb,                    -- in their order; null where all receivers begin at once
        constraint handoff_kind_stages check (
          stages is null or start->>'on' = 'manual' and jsonb_array_length(stages) >= 2)
      );
      create unique index handoff_kind_name on handoff_kind (lower(name));

      -- The order of the fields is that in which people fill a form in. resource_version keeps no order, so each version of
      -- a form is kept here for the handoffs that run by it.
      create table handoff_kind_form (
        kind_id uuid not null,           -- stays when the kind is deleted: what runs by it goes on
        version integer not null,
        form json not null,
        primary key (kind_id, version)
      );

      create table handoff (
        id uuid primary key,
        kind_id uuid not null,           -- stays when the kind is deleted
        kind_version integer,            -- null while it is a draft: that follows its kind
        starts_on text not null check (starts_on in ('deal.won', 'delivery.completed', 'renewal.due', 'manual')),
        deal_id uuid references deal,
        account_id uuid references account,
        giver_rep_id uuid references rep,    -- null while it is a draft: whoever has the deal or the account then
        state text not null check (state in ('draft', 'running', 'done', 'cancelled')),
        form jsonb not null,
        form_version integer not null,   -- counts each time that it was saved
        prefills jsonb not null default '{}',           -- from where, by pointers, until a person saves it
        copied jsonb not null default '{}',             -- from handoffs of which other leads: pointers
        renews_on date,                  -- the last day for notice, or of the term where none is agreed
        client_told_at timestamptz,      -- the first time since it was handed over
        client_told_note text,
        client_told_touch_id uuid,       -- of the lead; it may be gone by now
        client_word_at timestamptz,      -- told by hand, beside the touch that came before it
        client_word_note text,
        decided_at timestamptz,          -- when whoever decides has last said what becomes of it
        decision_note text,              -- what they said
        cancel_reason text,              -- in the words of whoever called it off
        exception_decider_rep_id uuid references rep,
        exception_reason text,
        exception_complete_by timestamptz,
        created_at timestamptz not null,
        started_at timestamptz,
        ended_at timestamptz,
        updated_at timestamptz not null,
        event_seq integer not null,
        check (num_nonnulls(deal_id, account_id) > 0),
        check (state in ('draft', 'cancelled') or num_nonnulls(kind_version, started_at) = 2),
        check ((state in ('done', 'cancelled')) = (ended_at is not null)),
        check (num_nonnulls(exception_decider_rep_id, exception_reason, exception_complete_by) in (0, 3)),
        constraint handoff_client_told check (client_told_at is not null and started_at is not null
          or num_nonnulls(client_told_at, client_told_note, client_told_touch_id) = 0),
        constraint handoff_decided check (decision_note is null or decided_at is not null),
        constraint handoff_cancel_reason check (cancel_reason is null or state = 'cancelled'),
        constraint handoff_renews check ((renews_on is not null) = (starts_on = 'renewal.due'))
      );
      -- A deal is handed over once at a time.
      create unique index handoff_of_win on handoff (deal_id) where starts_on = 'deal.won' and state in ('draft', 'running');
      -- At delivery a deal is handed over once by each kind.
      create unique index handoff_of_delivery on handoff (deal_id, kind_id)
        where starts_on = 'delivery.completed' and state in ('draft', 'running');
      create unique index handoff_of_renewal on handoff (deal_id, kind_id) where starts_on = 'renewal.due' and state = 'draft';
      create index handoff_deal on handoff (deal_id, id) where deal_id is not null;
      create index handoff_account on handoff (account_id, id) where account_id is not null;
      create index handoff_giver on handoff (giver_rep_id, id) where giver_rep_id is not null;
      -- Whoever looks after the account gives what no deal begins.
      create index handoff_of_account on handoff (account_id, id)
        where not (starts_on = 'deal.won' or starts_on = 'manual' and deal_id is not null);
      create index handoff_decider on handoff (exception_decider_rep_id, id) where exception_decider_rep_id is not null;
      create index handoff_state on handoff (state, id);
      create index handoff_kind_state on handoff (kind_id, kind_version, state, id);
      create index handoff_started on handoff (started_at) where started_at is not null;
      create index handoff_copied on handoff using gin (copied) where copied <> '{}';

      -- The form as it was handed over, and after each amendment of that.
      create table handoff_form (
        handoff_id uuid not null references handoff,
        version integer not null,
        form jsonb not null,
        saved_at timestamptz not null,
        primary key (handoff_id, version)
      );

      create table handoff_receiver (
        handoff_id uuid not null references handoff,
        place integer not null,          -- in its kind, from 1
        name text not null,
        owner_rep_id uuid not null references rep,
        state text not null check (state in ('waiting', 'accepted', 'returned', 'done')),
        checked jsonb not null,           -- the places of what is done of the checklist, from 0
        returns integer not null,
        missing jsonb,                   -- why it was returned last: pointers, with what stood there
        note text,
        accepted_at timestamptz,
        scheduled_at timestamptz,
        done_at timestamptz,
        stage integer,                   -- of its kind, from 1; null where that has none
        begun_at timestamptz,            -- of one in a stage: since when it has it; null until then
        primary key (handoff_id, place),
        check ((state = 'done') = (done_at is not null)),
        check (state <> 'returned' or (missing is not null and returns > 0)),
        constraint handoff_receiver_stage check (stage > 0 and (stage = 1) <= (begun_at is not null)),
        constraint handoff_receiver_begun check (stage is not null or begun_at is null),
        constraint handoff_receiver_not_begun check (
          stage is null or begun_at is not null or state = 'waiting' and returns = 0 and accepted_at is null)
      );
      create index handoff_receiver_owner on handoff_receiver (owner_rep_id, handoff_id);
      -- A look each minute finds what is asked of people who have left: by this index, and by handoff_question_open,
      -- handoff_blocker_open and clock_of_giver.
      create index handoff_receiver_open on handoff_receiver (owner_rep_id) where state <> 'done';

      create table handoff_question (
        id uuid primary key,
        handoff_id uuid not null references handoff,
        number integer not null,         -- from 1: by it its clock is known
        place integer not null,          -- of the receiver between whom and the giver it is
        text text not null,
        asked_by_type text not null,
        asked_by_id uuid,
        asked_by_rule text,              -- by a link
        to_giver boolean not null,       -- whoever gives answers, else the receiver
        to_rep_id uuid references rep,   -- who that was then; null where nobody is known who gives
        asked_at timestamptz not null,
        answer text,
        answered_at timestamptz,
        form_version integer,            -- that the answer made; null where it changed nothing
        unique (handoff_id, number),
        check ((answer is null) = (answered_at is null)),
        check (form_version is null or answer is not null)
      );
      create index handoff_question_open on handoff_question (handoff_id) where answered_at is null;

      create table handoff_blocker (
        id uuid primary key,
        handoff_id uuid not null references handoff,
        number integer not null,         -- from 1: by it its clock is known
        text text not null,
        owner_rep_id uuid not null references rep,
        due_at timestamptz not null,
        raised_at timestamptz not null,
        resolved_at timestamptz,
        lesson text,
        record_id uuid references record on delete set null, -- what could not be made; null where a person raised it
        unique (handoff_id, number),
        check (lesson is null or resolved_at is not null)
      );
      create index handoff_blocker_of on handoff_blocker (handoff_id, id);
      create index handoff_blocker_owner on handoff_blocker (owner_rep_id, handoff_id);
      create index handoff_blocker_open on handoff_blocker (owner_rep_id) where resolved_at is null;

      -- Working time that promises took, counted when they were kept: reports of a month stay as they were (docs/adr/0049).
      create table handoff_time (
        id uuid primary key,             -- of the clock; of the handoff itself for all the time that it ran
        handoff_id uuid not null references handoff,
        working_ms double precision not null check (working_ms >= 0)
      );

      create table renewal_look (
        kind_id uuid primary key,        -- stays when the kind is deleted
        through date not null            -- of all last days up to this one what is due has begun
      );

      -- Accounts that were there before a kind of handoff get theirs by and by (docs/adr/0055).
      create table handoff_backfill (
        id uuid primary key,
        kind_id uuid not null,           -- stays when the kind is deleted
        per_week integer not null check (per_week > 0),
        more boolean not null,           -- whether it was asked for accounts of which it has not taken all
        created_at timestamptz not null,
        called_off_at timestamptz
      );
      create table handoff_backfill_account (
        backfill_id uuid not null references handoff_backfill,
        account_id uuid not null references account,
        begins_at timestamptz,
        handoff_id uuid references handoff,
        passed_over text,                -- why nothing begins
        primary key (backfill_id, account_id),
        check (handoff_id is null or passed_over is null),
        check (begins_at is not null or passed_over is not null)
      );
      create index handoff_backfill_due on handoff_backfill_account (begins_at, backfill_id, account_id)
        where handoff_id is null and passed_over is null;
      create index handoff_backfill_waiting on handoff_backfill_account (account_id)
        where handoff_id is null and passed_over is null;

      alter table record add foreign key (handoff_id, place) references handoff_receiver;

      alter table clock
        add column handoff_id uuid references handoff,
        add constraint clock_of_handoff_kind check ((handoff_id is not null) = (kind in (${KINDS.join(', ')})));
      create index clock_of_handoff on clock (handoff_id, id) where handoff_id is not null;
      create unique index clock_running_of_handoff on clock (handoff_id, kind, step)
        where state = 'running' and handoff_id is not null;
      create index clock_owner_handoff on clock (owner_id, handoff_id) where state = 'running' and handoff_id is not null;
      create index clock_calendar_handoff on clock (calendar_id, handoff_id)
        where handoff_id is not null and calendar_id is not null and (state = 'running' or next_at is not null);
      create index clock_of_giver on clock (handoff_id, owner_id)
        where state = 'running' and kind in ('handoffException', 'handoffClientTold');
      alter table pause add column handoff_id uuid references handoff;
      create index pause_of_handoff on pause (handoff_id, id) where handoff_id is not null;
      alter table assignment add column handoff_id uuid references handoff;
      create index assignment_of_handoff on assignment (handoff_id, id) where handoff_id is not null;
      alter table notification add column handoff_id uuid;

      -- Numbers are digits without leading zeros; a text that is longer than any address is none. The indexes take 0.15 ms
      -- for each version of a form.
      create function addresses_in(document jsonb) returns text[] language sql immutable strict parallel safe as $$
        select array_agg(distinct case when text like '%@%' then lower(text)
                                       else ltrim(regexp_replace(text, '[^0-9]', '', 'g'), '0') end)
          from jsonb_path_query(document, '$.** ? (@.type() == "string")') as value,
               lateral (select trim(value #>> '{}') as text) as trimmed
         where text like '%@%' and length(text) <= 320 or text ~ '^[-+0-9 ()./]{7,100}$'
      $$;
    `);
    for (const [table, column] of INDEXED)
      await runner.query(`create index ${table}_addresses on ${table} using gin (addresses_in(${column}))`);
    for (const [table, check, added] of LISTS) await extend(runner, table, check, added);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from clock where handoff_id is not null;
      delete from pause where handoff_id is not null;
      delete from assignment where handoff_id is not null;
    `);
    for (const [table, check, added] of LISTS) await shorten(runner, table, check, added);
    await runner.query(`
      alter table notification drop column handoff_id;
      alter table assignment drop column handoff_id;
      alter table pause drop column handoff_id;
      alter table clock drop column handoff_id;
      alter table record drop constraint record_handoff_id_place_fkey;
      drop table handoff_backfill_account, handoff_backfill, renewal_look, handoff_time, handoff_blocker, handoff_question,
        handoff_receiver, handoff_form, handoff, handoff_kind_form, handoff_kind;
      drop function addresses_in;
    `);
  }
}
