import type { MigrationInterface, QueryRunner } from 'typeorm';

const FACTS = ['response', 'promise', 'reassignment', 'conclusion', 'achievement'];

/**
 * Reports group by country. Facts that are there already get theirs here; their days are packed anew, as the columns of
 * packed days do not have it. Goes through all facts: large tables take as long as they take.
 */
export class Countries1801094400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create temp table lead_country on commit drop as
        select id as lead_id, coalesce(contact ->> 'country', company ->> 'country') as country from lead
         where coalesce(contact ->> 'country', company ->> 'country') is not null;
      insert into report_key (kind, value, label)
        select distinct 'country', country, country from lead_country on conflict do nothing;
    `);
    for (const fact of FACTS)
      await runner.query(`
        alter table ${fact} add column country integer not null default 0;
        update ${fact} set country = report_key.id
          from lead_country join report_key on report_key.kind = 'country' and report_key.value = lead_country.country
         where lead_country.lead_id = ${fact}.lead_id;
      `);
    await runner.query('update packed_day set stale = true');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const fact of FACTS) await runner.query(`alter table ${fact} drop column country`);
    await runner.query(`delete from report_key where kind = 'country'`);
  }
}
