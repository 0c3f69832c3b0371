import type { Migration, Runner } from './migration.js';

/**
 * When it was taken back that a rep had been given a lead (docs/adr/0104): then it counts in no day of theirs, and in no
 * turn. Under which configuration leads were dealt, and since which one members of pools have the figures that they have:
 * turns from before are not among these. And why a lead was declined. No table is rewritten.
 */
export class TakenBack1801000000013 implements Migration {
  async up(runner: Runner): Promise<void> {
    await runner.query(`
      alter table assignment
        add column taken_back_at timestamptz,
        add column declined_for text check (declined_for in ('wrongOwner', 'conflict', 'noTime', 'other'));
      alter table routing_snapshot add column revision integer;
      alter table pool_member
        add column since_revision integer not null default 0,
        add column since_at timestamptz;
      alter table former_pool_member
        add column since_revision integer not null default 0,
        add column since_at timestamptz;
      update assignment set taken_back_at = credited_at where credited_at is not null;
    `);
  }

  async down(runner: Runner): Promise<void> {
    await runner.query(`
      alter table former_pool_member drop column since_revision, drop column since_at;
      alter table pool_member drop column since_revision, drop column since_at;
      alter table routing_snapshot drop column revision;
      alter table assignment drop column taken_back_at, drop column declined_for;
    `);
  }
}
