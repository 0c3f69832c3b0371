import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Of what reps are told nothing is written for ways that there are not (docs/adr/0062): which there are is noted, and a
 * notification asks for messages only where there is one. The rows that were written all the same go; where that is
 * millions, they can be deleted beforehand. A node of the former version that still stops fails to write more of them,
 * and leaves what it would have made to the others.
 */
export class WaysOfMessages1800144000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table message_way (
        channel text primary key check (channel in ('email', 'slack'))
      );
      insert into message_way
      select 'email' where exists (select 1 from message_pace where channel = 'email')
       union select 'slack' where exists (select 1 from channel where kind = 'slack');

      delete from delivery where state = 'unsent';
      alter table delivery
        drop constraint delivery_state_check,
        add constraint delivery_state_check
          check (state in ('waiting', 'delivered', 'failed', 'withdrawn')) not valid;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table message_way;
      alter table delivery
        drop constraint delivery_state_check,
        add constraint delivery_state_check
          check (state in ('waiting', 'delivered', 'failed', 'withdrawn', 'unsent'));
    `);
  }
}
