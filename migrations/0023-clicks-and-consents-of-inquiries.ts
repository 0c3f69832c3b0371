import type { Migration, Runner } from './migration.js';

/**
 * The inquiry whose click a delivery was sent with: platforms find what they counted by that click, and a merge that is
 * taken back takes its click with it (docs/adr/0029). There is no foreign key, as inquiries are never deleted. And the
 * consent that a lead had before a merge, which returns with it (docs/adr/0097). No table is rewritten.
 */
export class ClicksAndConsentsOfInquiries1801000000023 implements Migration {
  async up(runner: Runner): Promise<void> {
    await runner.query(`
      alter table feedback_delivery add column click_inquiry_id uuid;
      alter table inquiry
        add column former_consent json,
        add constraint inquiry_consent check (former_consent is null or (became = 'merged' and document is not null));
    `);
  }

  async down(runner: Runner): Promise<void> {
    await runner.query(`
      alter table inquiry drop column former_consent;
      alter table feedback_delivery drop column click_inquiry_id;
    `);
  }
}
