import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Fewer things to write for each lead (docs/adr/0010): its state changes in place, because no index holds its owner and
 * its page has room; who owns what is asked of the assignments, which are its record; and one index of clocks serves
 * both the lead they belong to and the clock itself.
 */
export class LeanWrites1795132800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index assignment_owner on assignment (rep_id) where until_at is null and rep_id is not null;
      drop index lead_owner_open;
      alter table lead drop constraint lead_owner_id_fkey;
      alter table lead set (fillfactor = 50);

      create unique index clock_of_lead on clock (lead_id, id) nulls not distinct;
      alter table clock drop constraint clock_pkey;
      drop index clock_lead;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index clock_lead on clock (lead_id) where lead_id is not null;
      alter table clock add primary key (id);
      drop index clock_of_lead;

      alter table lead reset (fillfactor);
      alter table lead add foreign key (owner_id) references rep;
      create index lead_owner_open on lead (owner_id) where status = 'open';
      drop index assignment_owner;
    `);
  }
}
