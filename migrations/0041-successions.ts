import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * By which a look each minute finds what is asked of people who have it no longer: small indexes, of what goes on alone.
 * And word to clients that was given by hand, beside the touch that came before it. Columns without defaults.
 */
export class Successions1799107200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table handoff add column client_word_at timestamptz, add column client_word_note text;
      create index handoff_receiver_open on handoff_receiver (owner_rep_id) where state <> 'done';
      create index handoff_blocker_open on handoff_blocker (owner_rep_id) where resolved_at is null;
      create index handoff_question_open on handoff_question (handoff_id) where answered_at is null;
      -- On a large table build the same index concurrently beforehand.
      create index if not exists clock_of_giver on clock (handoff_id, owner_id)
        where state = 'running' and kind in ('handoffException', 'handoffClientTold');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index clock_of_giver, handoff_question_open, handoff_blocker_open, handoff_receiver_open;
      alter table handoff drop column client_word_note, drop column client_word_at;
    `);
  }
}
