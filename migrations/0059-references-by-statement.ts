import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['clock', 'assignment'];

/**
 * Each lead comes with an assignment and two clocks, and a foreign key looks each of them up by a query of its own, which
 * was a quarter of what Postgres did to take a lead in. The same is checked once for all rows of a statement
 * (docs/adr/0064). The columns are written once and never changed.
 */
export class ReferencesByStatement1800662400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function refuse_unknown_lead() returns trigger language plpgsql as $$
      declare
        unknown uuid;
      begin
        select written.lead_id into unknown
          from written
         where written.lead_id is not null and not exists (select from lead where lead.id = written.lead_id)
         limit 1;
        if found then
          raise foreign_key_violation
            using message = format('%s refers to lead %s, which does not exist', tg_table_name, unknown);
        end if;
        return null;
      end $$;

      create function keep_referenced_leads() returns trigger language plpgsql as $$
      declare
        kept uuid;
      begin
        select gone.id into kept
          from gone
         where ${TABLES.map((table) => `exists (select from ${table} where ${table}.lead_id = gone.id)`).join(' or ')}
         limit 1;
        if found then
          raise foreign_key_violation using message = format('lead %s has clocks or assignments', kept);
        end if;
        return null;
      end $$;

      create trigger lead_is_kept after delete on lead
        referencing old table as gone for each statement execute function keep_referenced_leads();
      ${TABLES.map(
        (table) => `
      alter table ${table} drop constraint ${table}_lead_id_fkey;
      create trigger ${table}_has_lead after insert on ${table}
        referencing new table as written for each statement execute function refuse_unknown_lead();`,
      ).join('')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${TABLES.map(
        (table) => `
      drop trigger ${table}_has_lead on ${table};
      alter table ${table} add constraint ${table}_lead_id_fkey foreign key (lead_id) references lead;`,
      ).join('')}
      drop trigger lead_is_kept on lead;
      drop function keep_referenced_leads, refuse_unknown_lead;
    `);
  }
}
