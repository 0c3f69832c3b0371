import type { Migration, Runner } from './migration.js';

/**
 * The inquiry whose click a delivery was sent with. Platforms find what they counted by that click, and a merge that is
 * taken back takes its click with it (docs/adr/0029). No foreign key, as inquiries are never deleted.
 */
export class ClicksOfInquiries1801000000023 implements Migration {
  async up(runner: Runner): Promise<void> {
    await runner.query('alter table feedback_delivery add column click_inquiry_id uuid');
  }

  async down(runner: Runner): Promise<void> {
    await runner.query('alter table feedback_delivery drop column click_inquiry_id');
  }
}
