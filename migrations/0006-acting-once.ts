import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * `idempotent_answer.acted` is set by the transaction that acts for a request: repeated after its answer was lost, the
 * request finds that it has acted. It is looked up by the id of the request, inside that transaction.
 *
 * `assignment.pool_chosen`: a person chose the pool, and the rules do not take the lead out of it when it is dealt out of
 * the queue. That used to follow from the cause, which a PATCH that asks the rules again shares with a move by hand.
 *
 * `assignment.preferred_rep_id`: whom a lead waits for besides its pool. The queue looks when they can take it, and plans
 * for it; they need not belong to the pool.
 *
 * Before on a large table: nothing; constants as defaults rewrite no table.
 */
export class ActingOnce1795219400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table idempotent_answer add column acted boolean not null default false;
      create unique index idempotent_answer_request on idempotent_answer (request_id);
      alter table assignment add column pool_chosen boolean not null default false;
      alter table assignment add column preferred_rep_id uuid;
      create index assignment_preferred on assignment (pool_id, preferred_rep_id)
        where until_at is null and preferred_rep_id is not null;
      update assignment set pool_chosen = true where cause = 'manual' and note is not null and until_at is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table assignment drop column preferred_rep_id;
      alter table assignment drop column pool_chosen;
      drop index idempotent_answer_request;
      alter table idempotent_answer drop column acted;
    `);
  }
}
