import type { MigrationInterface, QueryRunner } from 'typeorm';

const LEAD_KINDS = `'firstTouch', 'leadResponse', 'followUp', 'decide', 'nurtureWake', 'recycle'`;
const HANDOFF_KINDS = `'handoffAcknowledge', 'handoffComplete', 'handoffQuestion', 'handoffException', 'handoffClientTold'`;
const OTHER_KINDS = `'queue', 'absenceStart', 'absenceEnd', 'available', 'departure', 'replanning', 'hold'`;

/**
 * Handoffs, the second subject that promises are made about (docs/adr/0043): each table about such subjects has a column
 * more. The new checks are made without looking at the rows that are there, none of which is about a handoff.
 */
export class Handoffs1798243200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
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
        check (num_nonnulls(exception_decider_rep_id, exception_reason, exception_complete_by) in (0, 3))
      );
      -- A deal is handed over once at a time.
      create unique index handoff_of_win on handoff (deal_id) where starts_on = 'deal.won' and state in ('draft', 'running');
      create index handoff_deal on handoff (deal_id, id) where deal_id is not null;
      create index handoff_account on handoff (account_id, id) where account_id is not null;
      create index handoff_giver on handoff (giver_rep_id, id) where giver_rep_id is not null;
      -- Until it is handed over, whoever looks after the account gives what no deal begins.
      create index handoff_of_account on handoff (account_id, id)
        where giver_rep_id is null and not (starts_on = 'deal.won' or starts_on = 'manual' and deal_id is not null);
      create index handoff_decider on handoff (exception_decider_rep_id, id) where exception_decider_rep_id is not null;
      create index handoff_state on handoff (state, id);
      create index handoff_kind_state on handoff (kind_id, kind_version, state, id);

      -- As it was handed over, and after each amendment of what had been.
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
        primary key (handoff_id, place),
        check ((state = 'done') = (done_at is not null)),
        check (state <> 'returned' or (missing is not null and returns > 0))
      );
      create index handoff_receiver_owner on handoff_receiver (owner_rep_id, handoff_id);

      -- In the order in which units of work write them.
      lock table assignment, clock, pause, notification in access exclusive mode;
      alter table clock
        add column handoff_id uuid references handoff,
        drop constraint clock_kind,
        add constraint clock_kind check (kind in (${LEAD_KINDS}, ${HANDOFF_KINDS}, ${OTHER_KINDS})) not valid,
        add constraint clock_of_handoff_kind check ((handoff_id is not null) = (kind in (${HANDOFF_KINDS}))) not valid,
        drop constraint clock_step,
        add constraint clock_step check ((step is not null) = (kind in ('followUp', ${HANDOFF_KINDS}))) not valid,
        drop constraint clock_owned,
        add constraint clock_owned check (owner_id is null or num_nonnulls(lead_id, handoff_id) = 1) not valid;
      create index clock_of_handoff on clock (handoff_id, id) where handoff_id is not null;
      create unique index clock_running_of_handoff on clock (handoff_id, kind, step)
        where state = 'running' and handoff_id is not null;
      create index clock_owner_handoff on clock (owner_id, handoff_id) where state = 'running' and handoff_id is not null;
      create index clock_calendar_handoff on clock (calendar_id, handoff_id)
        where handoff_id is not null and calendar_id is not null and (state = 'running' or next_at is not null);

      alter table pause
        add column handoff_id uuid references handoff,
        drop constraint pause_subject,
        add constraint pause_subject check (num_nonnulls(lead_id, handoff_id) = 1) not valid;
      create index pause_of_handoff on pause (handoff_id, id) where handoff_id is not null;
      alter table assignment
        add column handoff_id uuid references handoff,
        drop constraint assignment_subject,
        add constraint assignment_subject check (num_nonnulls(lead_id, handoff_id) = 1) not valid;
      create index assignment_of_handoff on assignment (handoff_id, id) where handoff_id is not null;
      alter table notification add column handoff_id uuid;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table notification drop column handoff_id;
      alter table assignment drop constraint assignment_subject, drop column handoff_id,
        add constraint assignment_subject check (num_nonnulls(lead_id) = 1);
      alter table pause drop constraint pause_subject, drop column handoff_id,
        add constraint pause_subject check (lead_id is not null);
      delete from clock where handoff_id is not null;
      alter table clock
        drop constraint clock_owned, drop constraint clock_step, drop constraint clock_of_handoff_kind,
        drop constraint clock_kind, drop column handoff_id,
        add constraint clock_kind check (kind in (${LEAD_KINDS}, ${OTHER_KINDS})),
        add constraint clock_step check ((step is not null) = (kind = 'followUp')),
        add constraint clock_owned check (owner_id is null or lead_id is not null);
      drop table handoff_receiver, handoff_form, handoff;
    `);
  }
}
