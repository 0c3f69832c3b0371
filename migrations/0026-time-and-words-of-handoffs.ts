import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The words by which handoffs are found. The search uses exactly these expressions. */
const WORDS = {
  handoff_promises: `handoff using gin (jsonb_to_tsvector('simple', coalesce(form->'promises', form->'promised', 'null'), '["string"]'))`,
  handoff_question_words: `handoff_question using gin (to_tsvector('simple', text || ' ' || coalesce(answer, '')))`,
  handoff_blocker_words: `handoff_blocker using gin (to_tsvector('simple', text || ' ' || coalesce(lesson, '')))`,
  deal_words: `deal using gin (to_tsvector('simple', name))`,
  account_words: `account using gin (to_tsvector('simple', name))`,
};

/**
 * Deadlines of a kind of handoff count in working time, as all did so far, or around the clock, and handoffs are found
 * by words. Rewrites no row. The indexes of deals and accounts take some two seconds for each 100,000 names, during
 * which these tables are not written.
 */
export class TimeAndWordsOfHandoffs1802000000026 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table handoff_kind
        add column time text not null default 'working'
          constraint handoff_kind_time check (time in ('working', 'elapsed'))`);
    for (const [name, on] of Object.entries(WORDS)) await runner.query(`create index ${name} on ${on}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of Object.keys(WORDS)) await runner.query(`drop index ${name}`);
    await runner.query('alter table handoff_kind drop column time');
  }
}
