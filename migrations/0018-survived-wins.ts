import type { Migration, Runner } from './migration.js';

/** Wins of which ad platforms are told again, once: what is left of them (docs/adr/0106). */
export class SurvivedWins1801000000018 implements Migration {
  async up(runner: Runner): Promise<void> {
    await runner.query(`
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

  async down(runner: Runner): Promise<void> {
    await runner.query('drop table feedback_survival');
  }
}
