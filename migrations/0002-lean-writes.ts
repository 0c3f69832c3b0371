import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Fewer things to write and to count for each lead (docs/adr/0010): its state changes in place, because no index holds
 * its owner and its page has room; who owns what is asked of the assignments, which are its record; how much each rep
 * has is kept; and one index of clocks serves both the lead they belong to and the clock itself. A kept answer keeps its
 * `ETag`, and a request the id under which it makes what it makes.
 */
export class LeanWrites1795132800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index assignment_owner on assignment (rep_id) where until_at is null and rep_id is not null;
      drop index lead_owner_open;
      alter table lead drop constraint lead_owner_id_fkey;
      alter table lead set (fillfactor = 50);

      -- How many open leads a rep has, and how many of them await first touch: counting them for each lead that comes in
      -- would take longer the more there are.
      create table rep_load (
        rep_id uuid primary key references rep on delete cascade,
        open integer not null default 0,
        untouched integer not null default 0,
        check (untouched between 0 and open)
      );
      insert into rep_load (rep_id, open, untouched)
      select rep.id, count(lead.id), count(lead.id) filter (where lead.work_state = 'untouched')
        from rep left join lead on lead.owner_id = rep.id and lead.status = 'open'
       group by rep.id;

      create unique index clock_of_lead on clock (lead_id, id) nulls not distinct;
      alter table clock drop constraint clock_pkey;
      drop index clock_lead;

      alter table idempotent_answer add column etag text;
      alter table idempotent_answer add column request_id uuid not null default gen_random_uuid();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table idempotent_answer drop column request_id;
      alter table idempotent_answer drop column etag;

      create index clock_lead on clock (lead_id) where lead_id is not null;
      alter table clock add primary key (id);
      drop index clock_of_lead;

      drop table rep_load;

      alter table lead reset (fillfactor);
      alter table lead add foreign key (owner_id) references rep;
      create index lead_owner_open on lead (owner_id) where status = 'open';
      drop index assignment_owner;
    `);
  }
}
