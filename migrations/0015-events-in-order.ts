import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables whose rows are subjects of events. A satellite may be missing, with its tables. */
const SUBJECTS = ['lead', 'suppression', 'deal', 'account', 'handoff', 'contract', 'invoice'];

/** The milestones of former versions have numbers of their own, from here on, which are greater than all dispositions. */
const FIRST_MILESTONE = 1_125_899_906_842_624;

/**
 * The feeds tell what happened to a subject in its order (docs/adr/0120). `xid` of an event, a disposition and a
 * notification is no longer only the id of its transaction: it may be that of the subject's event before it, which the
 * subject's row keeps. Rows from before have no such id, and need none: their events are from transactions that are over.
 * Dispositions and milestones are told in one feed, and now draw their numbers from one sequence.
 *
 * Nothing is rewritten, read or indexed, however large the tables are: columns come without a value or with a constant
 * one, and get their default afterwards. Each table is locked for the moment that this takes.
 */
export class EventsInOrder1802000000015 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of SUBJECTS)
      await runner.query(`
        alter table if exists ${table} add column event_xid xid8;
        alter table if exists ${table} alter column event_xid set default pg_current_xact_id()`);
    await runner.query(`
      alter table notification add column seq bigint not null default 0;
      alter table notification alter column seq drop default;
      alter table notification alter column seq add generated always as identity;

      alter table milestone_entry alter column seq drop identity;
      alter table milestone_entry alter column seq set default nextval('disposition_seq_seq');
      ${grants(`execute format('grant usage on sequence disposition_seq_seq to %I', program);`)}

      -- After which position everything is in order: what former versions have recorded is not.
      alter table feed_epoch add column ordered_epoch integer not null default 0,
        add column ordered_xid xid8 not null default '0';
      update feed_epoch set ordered_epoch = epoch, ordered_xid = pg_current_xact_id()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table feed_epoch drop column ordered_epoch, drop column ordered_xid;
      ${grants('')}
      alter table milestone_entry alter column seq drop default;
      alter table milestone_entry alter column seq add generated always as identity (start with ${FIRST_MILESTONE});
      alter table notification drop column seq`);
    for (const table of SUBJECTS) await runner.query(`alter table if exists ${table} drop column event_xid`);
  }
}

/** What the program's role may do. @param more SQL */
function grants(more: string): string {
  return `create or replace function grant_to_program(program name) returns void language plpgsql as $body$
  declare
    found regclass;
  begin
    execute format('grant usage on schema %I to %I', current_schema(), program);
    for found in
      select oid from pg_class
       where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and not relispartition
    loop
      execute format('grant select, insert, update, delete on %s to %I', found, program);
    end loop;
    -- What was recorded stays, and what was migrated is the owner's to say. Partitions are reached through the ledger.
    execute format('revoke update, delete on event from %I', program);
    execute format('revoke insert, update, delete on migration from %I', program);
    execute format('grant execute on function make_event_month(date) to %I', program);
    ${more}
  end $body$;`;
}
