import type { Migration, Runner } from './migration.js';

/**
 * What CRMs said of their deals last, so that what they merely repeat changes nothing here (docs/adr/0051). The column
 * is added at once, however large the table is. Until a CRM reports a deal again nothing is known of it, and what it
 * reports then counts.
 */
export class WhatCrmsSaid1801000000022 implements Migration {
  async up(runner: Runner): Promise<void> {
    await runner.query(`
      -- A digest of each part of the deal. Nodes of the former version leave it as it is.
      alter table crm_told add column said jsonb not null default '{}' check (jsonb_typeof(said) = 'object')
    `);
  }

  async down(runner: Runner): Promise<void> {
    await runner.query('alter table crm_told drop column said');
  }
}
