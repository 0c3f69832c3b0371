import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Each delivery is written twice, when it is handed out and when it is reported on, and each time in every index of it: a
 * state that indexes speak of allows no other way. Of ten indexes two are gone, whose questions are answered by others
 * (what was sent last is known of the batch, and pages go by state); what expires is found by its own, which a look through
 * all that waits did each second. A batch is deleted after its deliveries alone, so that no key has to be checked for each
 * (docs/adr/0004). On a large table the indexes can be made beforehand, with `concurrently`, by other names, and renamed.
 */
export class LeanDeliveries1796947200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index feedback_delivery_newest, feedback_delivery_sent, feedback_delivery_window;
      create index feedback_delivery_window on feedback_delivery (destination_id, send_before)
        where state in ('pending', 'leased') and send_before is not null;
      create index feedback_batch_destination on feedback_batch (destination_id, id);
      alter table feedback_delivery drop constraint feedback_delivery_batch_id_fkey;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table feedback_delivery add constraint feedback_delivery_batch_id_fkey
        foreign key (batch_id) references feedback_batch;
      drop index feedback_batch_destination, feedback_delivery_window;
      create index feedback_delivery_window on feedback_delivery (send_before)
        where state in ('pending', 'leased') and not is_shadow and send_before is not null;
      create index feedback_delivery_sent on feedback_delivery (destination_id, sent_at)
        where sent_at is not null and not is_shadow;
      create index feedback_delivery_newest on feedback_delivery (destination_id, id);
    `);
  }
}
