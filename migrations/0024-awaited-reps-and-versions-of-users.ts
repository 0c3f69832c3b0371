import type { Migration, Runner } from './migration.js';

/**
 * The other reps for whom a lead waits besides the first, such as the owner of its protected account beside its manager:
 * it goes to whichever of them is free first. And the versions of users, so that nobody overwrites the change of another.
 * No table is rewritten.
 */
export class AwaitedRepsAndVersionsOfUsers1801000000024 implements Migration {
  async up(runner: Runner): Promise<void> {
    await runner.query(`
      alter table assignment add column also_preferred jsonb;
      alter table console_user add column version integer not null default 1;
    `);
  }

  async down(runner: Runner): Promise<void> {
    await runner.query(`
      alter table console_user drop column version;
      alter table assignment drop column also_preferred;
    `);
  }
}
