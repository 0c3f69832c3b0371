import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When leads may be contacted, in their own local time, and clocks that count only in these hours. Adding columns with a
 * constant default rewrites nothing. The index holds clocks that run and count so, of which there are none yet; it reads
 * `clock` once, which with tens of millions of clocks holds up all work for some seconds.
 */
export class ContactHours1795651200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table settings add column contact_hours jsonb not null default '{}';
      alter table sla_policy add column lead_hours boolean not null default false;
      -- In which ways its lead may be contacted and where that lives, where it counts only in hours for that.
      alter table clock
        add column reach text,
        add constraint clock_reach check (reach is null or kind in ('firstTouch', 'followUp'));
      -- Walked in the order of leads, batch after batch, when these hours have changed.
      create index clock_reach_lead on clock (lead_id) where reach is not null and state = 'running';
      alter table replanning add column contact_hours boolean not null default false;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table replanning drop column contact_hours;
      drop index clock_reach_lead;
      alter table clock drop constraint clock_reach, drop column reach;
      alter table sla_policy drop column lead_hours;
      alter table settings drop column contact_hours;
    `);
  }
}
