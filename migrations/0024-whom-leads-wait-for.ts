import type { Migration, Runner } from './migration.js';

/**
 * The other reps for whom a lead waits besides the first, such as the owner of its protected account beside its manager:
 * it goes to whichever of them is free first. No table is rewritten.
 */
export class WhomLeadsWaitFor1801000000024 implements Migration {
  async up(runner: Runner): Promise<void> {
    await runner.query('alter table assignment add column also_preferred jsonb');
  }

  async down(runner: Runner): Promise<void> {
    await runner.query('alter table assignment drop column also_preferred');
  }
}
