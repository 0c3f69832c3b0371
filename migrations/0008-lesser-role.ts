import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The program can work as a role that owns nothing, so that whoever gets hold of its connection can neither change the
 * schema nor the ledger. What of its work needs the owner, the months of the ledger, is a function of the owner's.
 */
export class LesserRole1795219600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [MONTHS, GRANTS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function make_event_month(date), grant_to_program(name)');
  }
}

/** `search_path` is fixed to the schema at hand: a caller's own tables must not be taken for ours. */
const MONTHS = `
  create function make_event_month(month date) returns void language plpgsql security definer as $body$
  declare
    begins constant timestamptz := date_trunc('month', month::timestamp) at time zone 'UTC';
    ends constant timestamptz := (date_trunc('month', month::timestamp) + interval '1 month') at time zone 'UTC';
    name constant text := 'event_' || to_char(month, 'YYYY_MM');
  begin
    -- Nothing to do, or the default partition holds events of that month already and goes on doing so.
    if to_regclass(name) is not null
       or exists (select 1 from event_default where occurred_at >= begins and occurred_at < ends) then
      return;
    end if;
    execute format('create table %I partition of event for values from (%L) to (%L)', name, begins, ends);
    execute format('create trigger event_no_truncate before truncate on %I
                      for each statement execute function refuse_change_of_ledger()', name);
  exception when duplicate_table then null;
  end $body$;
  revoke execute on function make_event_month(date) from public;

  do $do$ begin
    execute format('alter function make_event_month(date) set search_path = %I, pg_temp', current_schema());
  end $do$;
`;

/** To be called by the owner after each migration: tables that it adds are granted as well. */
const GRANTS = `
  create function grant_to_program(program name) returns void language plpgsql as $body$
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
  end $body$;
`;
