import type { Migration, Runner } from './migration.js';

/**
 * Finds test leads without reading all others: the pages that set Touchline up ask for one at each visit, also when
 * there is none. Only test leads are in the index, so intake of others does not pay for it. It takes a second for a
 * million leads.
 */
export class TestLeads1801000000025 implements Migration {
  async up(runner: Runner): Promise<void> {
    await runner.query('create index lead_test on lead (id) where test');
  }

  async down(runner: Runner): Promise<void> {
    await runner.query('drop index lead_test');
  }
}
