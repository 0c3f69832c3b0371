import type { MigrationInterface, QueryRunner } from 'typeorm';

const FACTS = ['response', 'promise', 'conclusion'];
const CHANGES = [
  ['insert', 'referencing new table as changed'],
  ['update', 'referencing new table as changed'],
  ['delete', 'referencing old table as changed'],
  ['truncate', ''],
] as const;

/**
 * Facts once more, a day of them at a time and column by column, so that a report over a year reads the few columns that it
 * asks for (docs/adr/0033). A day whose facts change is marked by a trigger: nodes of the former version know nothing of
 * this, and neither does whoever deletes facts by hand. All days there are begin as marked, and the engine packs them.
 */
export class PackedDays1796774400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Days in UTC, by receipt, of which there are facts.
      create table packed_day (
        day integer primary key,         -- since 1970-01-01
        stale boolean not null           -- something has changed since it was packed, or it never was
      ) with (fillfactor = 50);

      create table packed_column (
        fact text not null,              -- the table they are from
        part smallint not null,          -- of the table; 0 where it has none
        test boolean not null,
        day integer not null,
        name text not null,
        rows integer not null,
        data bytea not null,             -- their values, one after the other
        primary key (fact, part, test, day, name)
      );
      -- Numbers hardly shrink, and taking them apart would cost more than reading them.
      alter table packed_column alter data set storage external;

      create function mark_packed_days() returns trigger language plpgsql as $$
      begin
        if tg_op = 'TRUNCATE' then
          update packed_day set stale = true;
          return null;
        end if;
        insert into packed_day (day, stale)
        select distinct received_minute / 1440, true from changed
        on conflict (day) do update set stale = true where not packed_day.stale;
        return null;
      end $$;
      ${FACTS.flatMap((fact) =>
        CHANGES.map(
          ([change, rows]) => `
      create trigger ${fact}_marks_day_on_${change} after ${change} on ${fact}
        ${rows} for each statement execute function mark_packed_days();`,
        ),
      ).join('')}

      insert into packed_day (day, stale)
      select distinct received_minute / 1440, true from conclusion
       union select distinct received_minute / 1440, true from response
       union select distinct received_minute / 1440, true from promise;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    const triggers = FACTS.flatMap((fact) =>
      CHANGES.map(([change]) => `drop trigger ${fact}_marks_day_on_${change} on ${fact};`),
    );
    await runner.query(`${triggers.join('\n')} drop function mark_packed_days; drop table packed_column, packed_day;`);
  }
}
