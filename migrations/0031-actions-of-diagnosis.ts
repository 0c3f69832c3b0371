import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The diagnosis of handoffs ends in actions, each with an owner and a day, whose effect is measured four weeks later. */
export class ActionsOfDiagnosis1802000000031 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table diagnosis_action (
        id uuid primary key,
        kind_id uuid,                    -- of all kinds if null; stays when the kind is deleted
        about text not null check (about in ('hands', 'stalls', 'chased', 'redone', 'exception')),
        exception text,                  -- as the report of exceptions words it
        treatment text check (treatment in ('standardise', 'automate', 'escalate')),
        text text not null,              -- what is done
        owner_rep_id uuid not null,
        due_on date not null,
        made_at timestamptz not null,
        ended_at timestamptz,
        outcome text check (outcome in ('done', 'withdrawn')),
        check ((about = 'exception') = (exception is not null)),
        check ((about = 'exception') = (treatment is not null)),
        check ((ended_at is null) = (outcome is null))
      );
      create index diagnosis_action_open on diagnosis_action (kind_id) where ended_at is null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table diagnosis_action');
  }
}
