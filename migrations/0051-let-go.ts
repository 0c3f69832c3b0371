import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which retractions a person has let go: what was due when they resumed a destination that would have taken back too much.
 * It had been worked out of the number of attempts, by which what was not due then went unnoticed too. And an index by
 * which the health of a destination in shadow is read, as there is one for what is told.
 *
 * The index takes seconds on a table of millions in shadow, and can be made beforehand with `concurrently`; the update
 * reads the retractions of destinations that were ever let go.
 */
export class LetGo1799971200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table feedback_delivery add column is_released boolean not null default false;
      update feedback_delivery as row set is_released = true
        from feedback_destination as destination
       where row.destination_id = destination.id and row.kind = 'retract' and not row.is_shadow
         and row.created_at <= destination.resumed_at and row.not_before <= destination.resumed_at;
      create index if not exists feedback_delivery_accepted_shadow on feedback_delivery (destination_id, accepted_at)
        where is_shadow and accepted_at is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index feedback_delivery_accepted_shadow;
      alter table feedback_delivery drop column is_released;
    `);
  }
}
