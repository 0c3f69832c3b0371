/**
 * The program can work as a role that owns nothing, so that whoever gets hold of its connection can neither change the
 * schema nor the ledger. The owner grants after each migration: tables that it adds are granted as well.
 */
export const GRANTS = `
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
