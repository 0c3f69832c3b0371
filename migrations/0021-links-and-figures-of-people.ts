import type { Migration, Runner } from './migration.js';

/** Where other systems show what they know, and who sees figures of single people (docs/adr/0112). */
export class LinksAndFiguresOfPeople1801000000021 implements Migration {
  async up(runner: Runner): Promise<void> {
    await runner.query(`
      alter table settings
        add column ref_links jsonb not null default '{}',
        add column individual_reports text not null default 'self'
          constraint settings_individual_reports check (individual_reports in ('self', 'managers'))
    `);
  }

  async down(runner: Runner): Promise<void> {
    await runner.query('alter table settings drop column ref_links, drop column individual_reports');
  }
}
