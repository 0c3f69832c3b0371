import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Questions about what is handed over, and what holds it up (docs/adr/0046). New tables: a large database notices nothing. */
export class Questions1798416000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
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
      create table handoff_blocker (
        id uuid primary key,
        handoff_id uuid not null references handoff,
        text text not null,
        owner_rep_id uuid not null references rep,
        due_at timestamptz not null,
        raised_at timestamptz not null,
        resolved_at timestamptz,
        lesson text,
        record_id uuid references record on delete set null, -- what could not be made; null where a person raised it
        check (lesson is null or resolved_at is not null)
      );
      create index handoff_blocker_of on handoff_blocker (handoff_id, id);
      create index handoff_blocker_owner on handoff_blocker (owner_rep_id, handoff_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table handoff_blocker, handoff_question');
  }
}
